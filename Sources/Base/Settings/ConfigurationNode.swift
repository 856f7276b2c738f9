/// One node of a configuration document, with the place where it stands.
public struct ConfigurationNode: Sendable, Equatable {
    /// What a node is; a scalar keeps its text, because only its reader knows which type is meant.
    public enum Content: Sendable, Equatable {
        /// `isPlain` tells an unquoted `null` or `~` (no value) from the quoted text.
        case scalar(String, isPlain: Bool)
        case list([ConfigurationNode])
        case mapping([Entry])
    }

    /// One key of a mapping and its value; keys are texts and each is there once.
    public struct Entry: Sendable, Equatable {
        /// As written, without quotes; dots have no meaning in it.
        public var key: String
        /// Where the key begins.
        public var keyMark: SourceMark
        /// A scalar without text when nothing stands after the colon.
        public var value: ConfigurationNode

        /// An entry by its three parts.
        public init(key: String, keyMark: SourceMark, value: ConfigurationNode) {
            self.key = key
            self.keyMark = keyMark
            self.value = value
        }
    }

    /// A mapping keeps the order in which its keys stand.
    public var content: Content
    /// Where the node begins; for what was not read from a file, the origin's name.
    public var mark: SourceMark

    /// A node by its content and place; nothing is checked, not even that keys are unique.
    public init(_ content: Content, mark: SourceMark) {
        self.content = content
        self.mark = mark
    }

    /// The value of a key; nothing when this is no mapping or has no such key.
    public subscript(key: String) -> ConfigurationNode? {
        guard case .mapping(let entries) = content else { return nil }
        return entries.first { $0.key == key }?.value
    }

    /// The node at a dotted path, as `mqtt.tls.ca_file`.
    public func node(at path: String) -> ConfigurationNode? {
        var node: ConfigurationNode? = self
        for key in path.split(separator: ".") { node = node?[String(key)] }
        return node
    }

    /// Whether nothing was written: an empty value, `~` or `null`.
    public var isNull: Bool {
        if case .scalar(let text, isPlain: true) = content { return ["", "~", "null", "Null", "NULL"].contains(text) }
        return false
    }

    /// This document with another laid over it: mappings are merged key by key, anything else is replaced.
    public func merged(with other: ConfigurationNode) -> ConfigurationNode {
        if other.isNull { return self }
        guard case .mapping(var entries) = content, case .mapping(let others) = other.content else { return other }
        for entry in others {
            if let index = entries.firstIndex(where: { $0.key == entry.key }) {
                entries[index].value = entries[index].value.merged(with: entry.value)
                entries[index].keyMark = entry.keyMark
            } else {
                entries.append(entry)
            }
        }
        return ConfigurationNode(.mapping(entries), mark: mark)
    }

    /// What kind of node this is, for messages.
    public var kindName: String {
        switch content {
        case .scalar: isNull ? "nothing" : "a value"
        case .list: "a list"
        case .mapping: "a section"
        }
    }
}

/// Reads one mapping of a document that has a fixed form (a firmware profile), noting mistakes and going on.
///
/// Each key that is read counts as known; `finish` notes the rest with the nearest name. A value that is missing or
/// wrong gives nothing, or the default where one is given.
public final class SectionReader {
    /// Where the section begins; mistakes about missing keys stand here.
    public let mark: SourceMark
    /// Dotted, from the root of the document; empty for the root itself.
    public let path: String
    /// Gathers the mistakes; shared with the readers of the sections within.
    public let collector: MistakeCollector
    private let entries: [ConfigurationNode.Entry]
    private var known: Set<String> = []

    /// A reader of `node`; when that is no mapping, this is noted, and every key is missing.
    public init(_ node: ConfigurationNode, path: String, collector: MistakeCollector) {
        self.mark = node.mark
        self.path = path
        self.collector = collector
        if case .mapping(let entries) = node.content {
            self.entries = entries
        } else {
            self.entries = []
            collector.add(
                ConfigurationMistake(
                    .valueType, at: node.mark, key: path, "\(node.kindName) stands where a section is expected"))
        }
    }

    /// The dotted path of a key of this section.
    public func path(of key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

    /// The node of a key; nothing when it is missing or empty, which is noted when it is required.
    public func node(_ key: String, required: Bool = false) -> ConfigurationNode? {
        known.insert(key)
        if let node = entries.first(where: { $0.key == key })?.value, !node.isNull { return node }
        if required {
            collector.add(ConfigurationMistake(.keyMissing, at: mark, key: path(of: key), "this key must be there"))
        }
        return nil
    }

    /// Whether a key is there and not empty.
    public func has(_ key: String) -> Bool { node(key) != nil }

    /// The keys in the order in which they stand, and their values, all counted as known.
    public func allEntries() -> [ConfigurationNode.Entry] {
        known.formUnion(entries.map(\.key))
        return entries
    }

    /// A value that `read` makes out of the text; `expected` says what it should have been.
    public func value<Value>(
        _ key: String, required: Bool = false, expected: String, hint: String? = nil, _ read: (String) -> Value?
    ) -> Value? {
        guard let node = node(key, required: required) else { return nil }
        guard case .scalar(let text, _) = node.content else {
            note(.valueType, node, key, "\(node.kindName) stands where \(expected) is expected")
            return nil
        }
        guard let value = read(text) else {
            note(.valueType, node, key, "`\(text)` is not \(expected)", hint: hint)
            return nil
        }
        return value
    }

    /// Notes a mistake at a key's value, or at the section when the key is not there.
    public func mistake(_ kind: ConfigurationMistake.Kind, _ key: String, _ message: String, hint: String? = nil) {
        let place = entries.first { $0.key == key }?.value.mark ?? mark
        collector.add(ConfigurationMistake(kind, at: place, key: path(of: key), message, hint: hint))
    }

    /// Notes every key that was not asked for.
    public func finish() {
        for entry in entries where !known.contains(entry.key) {
            let near = NearestName.of(entry.key, among: known.sorted()).map { "did you mean `\($0)`?" }
            collector.add(
                ConfigurationMistake(
                    .keyUnknown, at: entry.keyMark, key: path(of: entry.key), "there is no such key", hint: near))
        }
    }

    private func note(
        _ kind: ConfigurationMistake.Kind, _ node: ConfigurationNode, _ key: String, _ message: String,
        hint: String? = nil
    ) {
        collector.add(ConfigurationMistake(kind, at: node.mark, key: path(of: key), message, hint: hint))
    }
}

internal import CYaml

/// Puts libyaml's events together to a tree, with a stack of its own, so that depth is a number and no stack overflow.
struct YAMLTreeBuilder {
    /// One list or mapping that is still open.
    private struct Open {
        var mark: SourceMark
        var isMapping: Bool
        var items: [ConfigurationNode] = []
        var entries: [ConfigurationNode.Entry] = []
        var names: Set<String> = []
        var key: (text: String, mark: SourceMark)?
    }

    private let file: String
    private let limits: YAMLLimits
    private var stack: [Open] = []
    private var nodes = 0
    private(set) var root: ConfigurationNode?
    /// Mistakes after which reading goes on.
    private(set) var mistakes: [ConfigurationMistake] = []

    init(file: String, limits: YAMLLimits) {
        self.file = file
        self.limits = limits
    }

    /// Takes one event; a mistake after which nothing sensible can follow is returned.
    mutating func take(_ event: yaml_event_t) -> ConfigurationMistake? {
        let mark = SourceMark(
            file: file, line: Int(event.start_mark.line) + 1, column: Int(event.start_mark.column) + 1)
        switch event.type {
        case YAML_DOCUMENT_START_EVENT:
            return root == nil ? nil : refused(mark, "a second document in one file")
        case YAML_ALIAS_EVENT:
            return refused(mark, "aliases are not allowed", hint: "write the value again")
        case YAML_SCALAR_EVENT:
            let scalar = event.data.scalar
            let text = String(
                decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length), as: UTF8.self)
            return add(
                ConfigurationNode(
                    .scalar(text, isPlain: scalar.style == YAML_PLAIN_SCALAR_STYLE), mark: mark),
                tag: scalar.tag)
        case YAML_SEQUENCE_START_EVENT:
            return open(Open(mark: mark, isMapping: false), tag: event.data.sequence_start.tag)
        case YAML_MAPPING_START_EVENT:
            return open(Open(mark: mark, isMapping: true), tag: event.data.mapping_start.tag)
        case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT:
            guard let done = stack.popLast() else { return nil }
            return close(
                ConfigurationNode(done.isMapping ? .mapping(done.entries) : .list(done.items), mark: done.mark))
        default:
            return nil
        }
    }

    private mutating func open(_ part: Open, tag: UnsafePointer<UInt8>?) -> ConfigurationMistake? {
        if let mistake = checked(part.mark, tag: tag) { return mistake }
        if stack.last?.isMapping == true, stack.last?.key == nil {
            return refused(part.mark, "a key must be a text")
        }
        guard stack.count < limits.depth else {
            return refused(part.mark, "nested deeper than \(limits.depth) levels")
        }
        stack.append(part)
        return nil
    }

    private mutating func add(_ node: ConfigurationNode, tag: UnsafePointer<UInt8>?) -> ConfigurationMistake? {
        if let mistake = checked(node.mark, tag: tag) { return mistake }
        guard let top = stack.indices.last, stack[top].isMapping, stack[top].key == nil,
            case .scalar(let text, _) = node.content
        else { return close(node) }
        if !stack[top].names.insert(text).inserted {
            mistakes.append(
                ConfigurationMistake(.keyDuplicate, at: node.mark, key: text, "this key is here a second time"))
        }
        stack[top].key = (text, node.mark)
        return nil
    }

    private mutating func close(_ node: ConfigurationNode) -> ConfigurationMistake? {
        guard let top = stack.indices.last else {
            root = node
            return nil
        }
        if let key = stack[top].key {
            stack[top].entries.append(.init(key: key.text, keyMark: key.mark, value: node))
            stack[top].key = nil
        } else {
            stack[top].items.append(node)
        }
        return nil
    }

    private mutating func checked(_ mark: SourceMark, tag: UnsafePointer<UInt8>?) -> ConfigurationMistake? {
        nodes += 1
        if nodes > limits.nodes { return refused(mark, "more than \(limits.nodes) values") }
        return tag == nil ? nil : refused(mark, "tags are not allowed", hint: "leave out the `!…`")
    }

    private func refused(_ mark: SourceMark, _ message: String, hint: String? = nil) -> ConfigurationMistake {
        ConfigurationMistake(.limit, at: mark, message, hint: hint)
    }
}

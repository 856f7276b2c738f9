internal import CYaml

/// Reads one YAML 1.1 document through libyaml's events (Yams would bring full Foundation: 7.5 MB in the agent).
///
/// Aliases, tags of one's own, keys that are no text and a second document are refused; each duplicate key is reported.
/// An empty text is an empty mapping.
public enum YAMLDocument {
    /// Reads a document, or says all that is wrong with it; `file` is the name that the marks carry.
    public static func parse(
        _ bytes: [UInt8], file: String, limits: YAMLLimits = YAMLLimits()
    ) throws(ConfigurationMistakes) -> ConfigurationNode {
        guard bytes.count <= limits.bytes else {
            throw .one(.limit, SourceMark(file: file), "\(bytes.count) bytes; at most \(limits.bytes) are read")
        }
        var tree = YAMLTreeBuilder(file: file, limits: limits)
        var fault: ConfigurationMistake?
        bytes.withUnsafeBufferPointer { fault = feed($0, to: &tree, file: file) }
        let mistakes = tree.mistakes + (fault.map { [$0] } ?? [])
        guard mistakes.isEmpty else { throw ConfigurationMistakes(mistakes) }
        return tree.root ?? ConfigurationNode(.mapping([]), mark: SourceMark(file: file, line: 1, column: 1))
    }

    private static func feed(
        _ bytes: UnsafeBufferPointer<UInt8>, to tree: inout YAMLTreeBuilder, file: String
    ) -> ConfigurationMistake? {
        var parser = yaml_parser_t()
        guard yaml_parser_initialize(&parser) == 1 else {
            return ConfigurationMistake(.limit, at: SourceMark(file: file), "no memory to read it")
        }
        defer { yaml_parser_delete(&parser) }
        yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING)
        yaml_parser_set_input_string(&parser, bytes.baseAddress, bytes.count)
        while true {
            var event = yaml_event_t()
            guard yaml_parser_parse(&parser, &event) == 1 else { return syntaxMistake(of: parser, file: file) }
            defer { yaml_event_delete(&event) }
            if event.type == YAML_STREAM_END_EVENT { return nil }
            if let mistake = tree.take(event) { return mistake }
        }
    }

    private static func syntaxMistake(of parser: yaml_parser_t, file: String) -> ConfigurationMistake {
        let problem = parser.problem.map { String(cString: $0) } ?? "not readable as YAML"
        let context = parser.context.map { String(cString: $0) + ": " } ?? ""
        let mark = SourceMark(
            file: file, line: Int(parser.problem_mark.line) + 1, column: Int(parser.problem_mark.column) + 1)
        return ConfigurationMistake(
            .syntax, at: mark, context + problem, hint: "indent with spaces, and quote texts that hold `: ` or `#`")
    }
}

extension ConfigurationMistakes {
    static func one(
        _ kind: ConfigurationMistake.Kind, _ mark: SourceMark, _ message: String
    ) -> ConfigurationMistakes {
        ConfigurationMistakes([ConfigurationMistake(kind, at: mark, message)])
    }
}

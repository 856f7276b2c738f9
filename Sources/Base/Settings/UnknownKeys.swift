/// Finds what was written and no key asked for: mostly a slip of the pen, which silence would hide.
struct UnknownKeys {
    private let known: [String]

    init(known: [String]) {
        self.known = known
    }

    func collect(in node: ConfigurationNode, path: String = "", into mistakes: inout [ConfigurationMistake]) {
        guard case .mapping(let entries) = node.content else { return }
        for entry in entries {
            let inner = path.isEmpty ? entry.key : "\(path).\(entry.key)"
            if known.contains(inner) { continue }
            if known.contains(where: { $0.hasPrefix(inner + ".") }) {
                if case .mapping = entry.value.content {
                    collect(in: entry.value, path: inner, into: &mistakes)
                } else if !entry.value.isNull {
                    mistakes.append(
                        ConfigurationMistake(
                            .valueType, at: entry.value.mark, key: inner,
                            "\(entry.value.kindName) stands where a section is expected"))
                }
                continue
            }
            mistakes.append(
                ConfigurationMistake(
                    .keyUnknown, at: entry.keyMark, key: inner, "there is no such key", hint: hint(entry.key, in: path))
            )
        }
    }

    private func hint(_ key: String, in path: String) -> String? {
        let prefix = path.isEmpty ? "" : path + "."
        let siblings = known.filter { $0.hasPrefix(prefix) }
            .map { String($0.dropFirst(prefix.count).prefix { $0 != "." }) }
        if let near = NearestName.of(key, among: siblings) { return "did you mean `\(near)`?" }
        guard let elsewhere = known.first(where: { $0.hasSuffix("." + key) }) else { return nil }
        return "did you mean `\(elsewhere)`?"
    }

    static func inEnvironment(_ environment: [String: String], known: Set<String>) -> [ConfigurationMistake] {
        environment.keys.filter { $0.hasPrefix("MILLWRIGHT_") && $0.contains("__") && !known.contains($0) }.sorted()
            .map { name in
                ConfigurationMistake(
                    .keyUnknown, at: SourceMark(file: "environment \(name)"), key: name, "there is no such setting",
                    hint: NearestName.of(name, among: known).map { "did you mean `\($0)`?" })
            }
    }
}

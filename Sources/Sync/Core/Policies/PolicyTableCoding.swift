public import SyncWire

extension PolicyTable {
    /// The table as JSON, for files and for exports.
    public var json: FieldValue {
        .object([
            "version": .number(Double(version)),
            "entries": .list(
                entries.map { entry in
                    .object([
                        "kind": .text(entry.kind.rawValue), "pattern": .text(entry.pattern),
                        "rule": .text(entry.rule.rawValue), "order": .list(entry.order.map { .text($0) }),
                        "authority": .number(Double(entry.authority.rawValue)),
                    ])
                }),
        ])
    }

    /// Reads what `json` writes; throws with the field at fault.
    public init(json: FieldValue) throws(PolicyTableError) {
        guard case .object(let table) = json else { throw PolicyTableError(field: "policy", problem: "is no object") }
        guard let version = table["version"]?.number, let exact = UInt32(exactly: version) else {
            throw PolicyTableError(field: "version", problem: "is not a whole number")
        }
        guard case .list(let lines)? = table["entries"], lines.count <= Self.entriesMax else {
            throw PolicyTableError(field: "entries", problem: "is not a list of at most \(Self.entriesMax)")
        }
        var entries: [PolicyEntry] = []
        for (index, line) in lines.enumerated() { entries.append(try Self.entry(line, "entries[\(index)]")) }
        self.init(version: exact, entries: entries)
    }

    /// Lines in one table at most.
    public static let entriesMax = 1_000

    private static func entry(_ line: FieldValue, _ field: String) throws(PolicyTableError) -> PolicyEntry {
        guard case .object(let parts) = line else { throw PolicyTableError(field: field, problem: "is no object") }
        guard let kind = parts["kind"]?.text, !kind.isEmpty else {
            throw PolicyTableError(field: "\(field).kind", problem: "is missing")
        }
        guard let pattern = parts["pattern"]?.text, !pattern.isEmpty else {
            throw PolicyTableError(field: "\(field).pattern", problem: "is missing")
        }
        guard let rule = parts["rule"]?.text.flatMap(MergeRule.init) else {
            let known = MergeRule.allCases.map(\.rawValue).joined(separator: ", ")
            throw PolicyTableError(field: "\(field).rule", problem: "is none of \(known)")
        }
        var order: [String] = []
        if case .list(let words)? = parts["order"] { order = words.compactMap(\.text) }
        let number = parts["authority"]?.number ?? Double(Authority.operator.rawValue)
        guard let authority = UInt8(exactly: number).flatMap(Authority.init) else {
            throw PolicyTableError(field: "\(field).authority", problem: "is not 0 to 4")
        }
        return PolicyEntry(
            kind: DocumentKind(rawValue: kind), pattern: pattern, rule: rule, order: order, authority: authority)
    }
}

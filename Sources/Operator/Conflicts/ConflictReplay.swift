internal import MillwrightDevice
internal import SyncCore
internal import SyncWire

/// One conflict decided by the table in use and by another one; pure.
struct ConflictReplay {
    let conflict: ToldConflict
    let now: RuleOutcome
    let then: RuleOutcome

    /// Nothing when its writes were not told, so that nobody can say.
    init?(_ conflict: ToldConflict, by table: PolicyTable) {
        guard let key = DocumentKey(conflict.document), let path = FieldPath(conflict.path) else { return nil }
        let told = conflict.siblings.isEmpty ? [conflict.edge, conflict.hub].compactMap { $0 } : conflict.siblings
        let writes = told.compactMap { $0.write(at: path) }
        guard writes.count > 1, writes.count == told.count else { return nil }
        let document = Document(key: key, versions: VersionVector(writes.map(\.dot)), writes: writes)
        guard let now = document.outcome(of: path, by: .standard), let then = document.outcome(of: path, by: table)
        else { return nil }
        self.conflict = conflict
        self.now = now
        self.then = then
    }

    /// Whether anything but the rule's name would be another.
    var isDifferent: Bool { now.value != then.value || now.isOpen != then.isOpen }

    /// What holds, for a person.
    func text(_ outcome: RuleOutcome) -> String { ToldConflict.text(outcome.value.map { JSONValue($0) }) }

    /// For programs.
    var json: JSONValue {
        .object([
            "id": .string(conflict.id), "document": .string(conflict.document), "path": .string(conflict.path),
            "now": Self.json(now), "then": Self.json(then), "isDifferent": .bool(isDifferent),
        ])
    }

    private static func json(_ outcome: RuleOutcome) -> JSONValue {
        .object([
            "rule": .string(outcome.rule.rawValue), "value": outcome.value.map { JSONValue($0) } ?? .null,
            "winner": outcome.winner.map { .string($0.description) } ?? .null, "isOpen": .bool(outcome.isOpen),
        ])
    }
}

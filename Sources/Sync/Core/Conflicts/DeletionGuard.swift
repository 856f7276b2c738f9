public import SyncWire

/// What holds where a deletion meets something that it does not beat (sync.md, Documents).
///
/// A latch is in the document, so that both sides find it by themselves; of open alerts only the hub's rows tell.
public enum DeletionGuard {
    /// The field that says that a machine is removed.
    public static let path = FieldPath(known: "deleted")

    /// The machine stays.
    public static let outcome = RuleOutcome(rule: .deletion, value: .flag(false), winner: nil, isConflict: true)

    /// The conflict between a deletion and the write that took it back; nothing where they are not two.
    public static func conflict(
        in document: DocumentKey, deletion: [FieldWrite], takenBack: FieldWrite?, by policies: PolicyTable
    ) -> Conflict? {
        guard let takenBack, !deletion.isEmpty, !deletion.contains(where: { $0.dot == takenBack.dot }) else {
            return nil
        }
        return Conflict(
            document: document, path: path, siblings: (deletion + [takenBack]).sorted { $0.dot < $1.dot },
            outcome: outcome, policyVersion: policies.version)
    }
}

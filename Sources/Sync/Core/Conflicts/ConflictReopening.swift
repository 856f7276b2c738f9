internal import Runtime
public import SyncWire
public import Telemetry

/// A decision that is taken back: a write of the conflict's own document, so that both sides come to know of it as of
/// any other edit, in any order.
///
/// The field `reopened.<path>` names the conflict. It holds until a write of the path that knew it decides anew.
public enum ConflictReopening {
    /// The edits that take a decision back: what held before it holds again, and the conflict is named.
    ///
    /// Nothing for a path that is too long to be named, or that is such a field itself.
    public static func edits(
        of record: ConflictRecord, in document: Document, actor: String, authority: Authority, reason: String,
        by policies: PolicyTable
    ) -> [FieldEdit]? {
        let path = record.conflict.path
        guard let field = field(of: path) else { return nil }
        var edits = [
            FieldEdit(
                path: field, value: .text(record.conflict.id.description), actor: actor, authority: authority,
                reason: reason)
        ]
        let before = record.conflict.outcome.value
        if record.resolution != nil, document.value(of: path, by: policies) != before {
            edits.insert(
                FieldEdit(
                    path: path, value: before, actor: actor, authority: authority,
                    reason: reason.isEmpty ? "a decision was taken back" : reason,
                    names: document.latches.filter { $0.path == path }.map(\.dot)), at: 0)
        }
        return edits
    }

    /// The conflicts that a document names as taken back, over or not.
    public static func named(in document: Document) -> [ConflictID] {
        document.writes.filter { $0.path.description.hasPrefix(prefix) }.compactMap { write in
            write.value?.text.flatMap { UniqueID($0) }.map { ConflictID($0) }
        }
    }

    /// The write that takes a conflict's decision back, while nothing was decided anew.
    static func standing(of conflict: Conflict, in document: Document) -> FieldWrite? {
        guard let field = field(of: conflict.path), !planted(.undoForgotten) else { return nil }
        let write = document.siblings(of: field).filter { $0.value == .text(conflict.id.description) }
            .max(by: RuleEvaluation.isOlder)
        guard let write else { return nil }
        let isDecided = document.siblings(of: conflict.path).contains { $0.context.contains(write.dot) }
        return isDecided ? nil : write
    }

    private static func field(of path: FieldPath) -> FieldPath? {
        path.description.hasPrefix(prefix) ? nil : FieldPath(prefix + path.description)
    }

    private static let prefix = "reopened."
}

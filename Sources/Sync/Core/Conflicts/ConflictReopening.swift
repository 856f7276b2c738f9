internal import Runtime
public import SyncWire
public import Telemetry

/// A decision that is taken back: a write of the conflict's own document, so that both sides come to know of it as of
/// any other edit, in any order.
///
/// The field `reopened.<path>` names the conflict, and with it those of the path that were taken back before and are
/// not decided yet. It holds until a write of the path that knew it decides anew.
public enum ConflictReopening {
    /// The edits that take a decision back: what held before it holds again, and the conflict is named.
    ///
    /// Throws where the field was written after the decision, for that is not taken back, and where what held before
    /// allows more than the decision and nobody has confirmed that. Nothing for a path that is too long to be named, or
    /// that is such a field itself, or of which `namedMax` conflicts wait already.
    public static func edits(
        of record: ConflictRecord, in document: Document, actor: String, authority: Authority, reason: String,
        confirmsSafety: Bool, by policies: PolicyTable
    ) throws(EditRefusal) -> [FieldEdit]? {
        let path = record.conflict.path
        guard let field = field(of: path) else { return nil }
        let waiting = undecided(field, path, in: document).subtracting([record.conflict.id])
        guard waiting.count < namedMax else { return nil }
        let names = (waiting.sorted() + [record.conflict.id]).map(\.description).joined(separator: " ")
        var edits = [
            FieldEdit(path: field, value: .text(names), actor: actor, authority: authority, reason: reason)
        ]
        guard let resolution = record.resolution else { return edits }
        guard isAllThatStands(resolution, in: document) else { throw .writtenSince(path) }
        let before = record.conflict.outcome.value
        let isLess = ConflictResolution.isLessSafe(before, than: resolution.value, record.conflict, by: policies)
        if isLess, !confirmsSafety { throw .safetyNotConfirmed }
        if resolution.value != before {
            edits.insert(
                FieldEdit(
                    path: path, value: before, actor: actor, authority: authority,
                    reason: reason.isEmpty ? "a decision was taken back" : reason,
                    names: document.latches.filter { $0.path == path }.map(\.dot)), at: 0)
        }
        return edits
    }

    /// Whether a field holds a write and nothing beside it, also under the name that it got in a restored folder.
    private static func isAllThatStands(_ write: FieldWrite, in document: Document) -> Bool {
        let standing = document.siblings(of: write.path)
        return standing.count == 1 && standing[0].label == write.label && standing[0].value == write.value
    }

    /// The conflicts that a document names as taken back, over or not.
    public static func named(in document: Document) -> [ConflictID] {
        document.writes.filter { $0.path.description.hasPrefix(prefix) }.flatMap(named)
    }

    /// Whether a decision about a field was taken back, and nobody has decided anew.
    public static func isWaiting(_ path: FieldPath, in document: Document) -> Bool {
        field(of: path).map { !undecided($0, path, in: document).isEmpty } ?? false
    }

    /// Whether a field only names what was taken back: it is no setting of anything.
    public static func isMark(_ path: FieldPath) -> Bool { path.description.hasPrefix(prefix) }

    /// The write that takes a conflict's decision back, while nothing was decided anew.
    static func standing(of conflict: Conflict, in document: Document) -> FieldWrite? {
        guard let field = field(of: conflict.path), !planted(.undoForgotten) else { return nil }
        let write = document.siblings(of: field).filter { named(by: $0).contains(conflict.id) }
            .max(by: RuleEvaluation.isOlder)
        return write.flatMap { isDecided($0, conflict.path, in: document) ? nil : $0 }
    }

    /// The conflicts of a path that are taken back and not decided anew.
    private static func undecided(
        _ field: FieldPath, _ path: FieldPath, in document: Document
    ) -> Set<ConflictID> {
        return Set(document.siblings(of: field).filter { !isDecided($0, path, in: document) }.flatMap(named))
    }

    private static func isDecided(_ undo: FieldWrite, _ path: FieldPath, in document: Document) -> Bool {
        document.siblings(of: path).contains { $0.context.contains(undo.dot) }
    }

    private static func named(by write: FieldWrite) -> [ConflictID] {
        (write.value?.text ?? "").split(separator: " ").compactMap { UniqueID(String($0)) }.map { ConflictID($0) }
    }

    /// So many conflicts of one path may wait for a new decision.
    static let namedMax = 64

    private static func field(of path: FieldPath) -> FieldPath? {
        path.description.hasPrefix(prefix) ? nil : FieldPath(prefix + path.description)
    }

    private static let prefix = "reopened."
}

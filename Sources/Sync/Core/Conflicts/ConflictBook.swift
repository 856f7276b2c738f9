internal import Runtime
internal import SyncWire
public import Telemetry

/// Holds the records of a document's conflicts against the document; pure, the same on both sides.
public enum ConflictBook {
    /// What of the records changes now that the document is as it is: new ones, superseded ones, resolved ones.
    ///
    /// `known` are those of the document that are not final, and those that `ConflictReopening` finds named in it.
    /// Detected twice is detected once, because the id is a hash of the writes.
    public static func reconcile(
        _ document: Document, known: [ConflictRecord], by policies: PolicyTable, at now: Timestamp
    ) -> [ConflictRecord] {
        let standing = document.conflicts(by: policies)
        var changed: [ConflictRecord] = []
        for record in known.sorted(by: { $0.conflict.id < $1.conflict.id }) {
            if let write = ConflictReopening.standing(of: record.conflict, in: document) {
                var after = record
                if after.state != .reopened, after.take(.reopened, at: now, by: write.actor, detail: write.reason) {
                    changed.append(after)
                }
                continue
            }
            guard !record.state.isFinal, !standing.contains(where: { $0.id == record.conflict.id }) else { continue }
            if let after = followUp(record, document, standing, now) { changed.append(after) }
        }
        for conflict in standing
        where !known.contains(where: { $0.conflict.id == conflict.id }) && !planted(.conflictsNotRecorded) {
            changed.append(ConflictRecord(detected: conflict, at: now))
        }
        return changed
    }

    /// The record of a conflict that no longer stands: another one took its place, or a write ended it.
    private static func followUp(
        _ record: ConflictRecord, _ document: Document, _ standing: [Conflict], _ now: Timestamp
    ) -> ConflictRecord? {
        var after = record
        if let heir = standing.first(where: { $0.path == record.conflict.path }) {
            after.supersededBy = heir.id
            return after.take(.superseded, at: now, by: "policy", detail: heir.id.description) ? after : nil
        }
        let siblings = document.siblings(of: record.conflict.path)
        guard let write = siblings.max(by: RuleEvaluation.isOlder) else { return nil }
        guard after.take(.resolved, at: now, by: write.actor, detail: "\(write.dot)") else { return nil }
        after.resolution = write
        return after
    }
}

public import SyncWire
public import Telemetry

/// All that decided a conflict, as a bundle holds it: enough to make the same merge again.
public struct ConflictEvidence: Hashable, Sendable {
    /// What the bundle says of itself.
    public static let format = "millwright.conflict.v1"

    /// Under which id both sides know it.
    public var id: ConflictID
    /// In which field it is.
    public var path: FieldPath
    /// The document before the writes met.
    public var before: Document
    /// The writes.
    public var siblings: [FieldWrite]
    /// The table that decided.
    public var policies: PolicyTable
    /// What it decided.
    public var outcome: RuleOutcome

    /// What is known of a conflict and of the document that it is in.
    public init(_ conflict: Conflict, before: Document, policies: PolicyTable) {
        (id, path, siblings, outcome) = (conflict.id, conflict.path, conflict.siblings, conflict.outcome)
        (self.before, self.policies) = (before, policies)
    }

    /// Makes the merge again, with the writes in one order after the other: that of the edge, that of the hub, and all
    /// the others as far as there are few.
    ///
    /// Says in what the conflict that comes out is another one; nothing when it is the same each time.
    public func replayed() -> String? {
        for writes in Self.orders(of: siblings) {
            var document = before
            for write in writes {
                document.apply(
                    DocumentPatch(key: document.key, writes: [write], through: VersionVector([write.dot])))
            }
            let found = document.conflicts(by: policies).first { $0.path == path }
            guard let found else { return "\(path) is not in conflict" }
            if found.siblings != siblings { return "other writes of \(path) stand" }
            if found.id != id { return "the conflict is \(found.id)" }
            if found.outcome != outcome {
                return "\(found.outcome.rule.rawValue) decides for \(found.outcome.value ?? .null)"
            }
        }
        return nil
    }

    /// Each write first, the others after it as they stand and the other way round.
    private static func orders(of writes: [FieldWrite]) -> [[FieldWrite]] {
        writes.prefix(Self.ordersMax).indices.flatMap { first in
            let rest = writes.enumerated().filter { $0.offset != first }.map(\.element)
            return [[writes[first]] + rest, [writes[first]] + rest.reversed()]
        }
    }

    private static let ordersMax = 16
}

extension Document {
    /// The document without the writes of a conflict and without what their writers wrote after them: as far as it can
    /// be told from what stands, what it was before they met.
    public func before(_ siblings: [FieldWrite]) -> Document {
        let known = versions.dots.compactMap { dot -> Dot? in
            let first = siblings.filter { $0.dot.replica == dot.replica }.map(\.dot.counter).min()
            let counter = min(dot.counter, (first ?? .max) - 1)
            return counter == 0 ? nil : Dot(replica: dot.replica, counter: counter)
        }
        let versions = VersionVector(known)
        return Document(key: key, versions: versions, writes: writes.filter { versions.contains($0.dot) })
    }
}

public import SyncWire
public import Telemetry

/// Two or more writes of one field that did not know each other and differ; the same on both sides.
public struct Conflict: Hashable, Sendable {
    /// A hash of the document, the field and the writes: both sides name it alike.
    public let id: ConflictID
    /// Which document.
    public let document: DocumentKey
    /// Which field.
    public let path: FieldPath
    /// The writes, in the order of their dots.
    public let siblings: [FieldWrite]
    /// What the policy makes of it.
    public let outcome: RuleOutcome
    /// Of the table that decided.
    public let policyVersion: UInt32

    /// A conflict as it was found, or as it was kept; its id follows from the writes.
    public init(
        document: DocumentKey, path: FieldPath, siblings: [FieldWrite], outcome: RuleOutcome, policyVersion: UInt32
    ) {
        id = Self.id(document, path, siblings)
        self.document = document
        self.path = path
        self.siblings = siblings
        self.outcome = outcome
        self.policyVersion = policyVersion
    }

    /// Whether a person has to decide.
    public var isOpen: Bool { outcome.isOpen }

    /// The newest write of the edge.
    public var edge: FieldWrite? { newest(.edge) }

    /// The newest write of the hub.
    public var hub: FieldWrite? { newest(.hub) }

    /// What was in force before: the value that the oldest of the writes replaced.
    public var base: FieldValue? { siblings.min(by: RuleEvaluation.isOlder)?.base }

    private func newest(_ side: ReplicaID.Side) -> FieldWrite? {
        siblings.filter { $0.dot.replica.side == side }.max(by: RuleEvaluation.isOlder)
    }

    /// The first 16 bytes of SHA-256 over the document's key, the path and the sorted dots, each on a line.
    private static func id(_ document: DocumentKey, _ path: FieldPath, _ siblings: [FieldWrite]) -> ConflictID {
        let dots = siblings.map(\.dot).sorted().map(\.description)
        let named = (["millwright.conflict.v1", document.description, path.description] + dots)
            .joined(separator: "\n")
        // A digest has 32 bytes, so there are 16.
        return ConflictID(UniqueID(bytes: Digest(of: Array(named.utf8)).bytes.prefix(16)) ?? UniqueID(high: 0, low: 0))
    }
}

extension Document {
    /// The conflicts that stand, in the order of their fields; a field has at most one.
    public func conflicts(by policies: PolicyTable) -> [Conflict] {
        paths.compactMap { path in
            guard let outcome = outcome(of: path, by: policies), outcome.isConflict else { return nil }
            // What a deletion meets is in another field; it is shown beside it.
            let met = outcome == DeletionGuard.outcome ? latches : []
            let siblings = siblings(of: path) + met
            guard siblings.count > 1 else { return nil }
            return Conflict(
                document: key, path: path, siblings: siblings, outcome: outcome, policyVersion: policies.version)
        }
    }
}

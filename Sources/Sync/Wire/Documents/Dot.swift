internal import Telemetry

/// The name of one write to one document: no other write to that document ever has it.
public struct Dot: Hashable, Comparable, Sendable {
    /// Where it was written.
    public var replica: ReplicaID
    /// From 1, without holes, for each replica and document.
    public var counter: UInt64

    /// A dot by its parts.
    public init(replica: ReplicaID, counter: UInt64) {
        self.replica = replica
        self.counter = counter
    }

    /// The order of replicas, then of counters; it says nothing of time.
    public static func < (left: Dot, right: Dot) -> Bool {
        (left.replica, left.counter) < (right.replica, right.counter)
    }
}

extension Dot: LosslessStringConvertible {
    /// As `edge/0190…/12`.
    public var description: String { "\(replica.side)/\(replica.id)/\(counter)" }

    /// Reads what `description` writes; nothing for anything else.
    public init?(_ description: String) {
        let parts = description.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 3, let side = ReplicaID.Side.allCases.first(where: { "\($0)" == parts[0] }),
            let id = UniqueID(String(parts[1])), let counter = UInt64(parts[2])
        else { return nil }
        self.init(replica: ReplicaID(side: side, id: id), counter: counter)
    }
}

public import Telemetry

/// One place where documents are written: the life of one database, on one of the two sides.
public struct ReplicaID: Hashable, Comparable, Sendable {
    /// Which end of the star.
    public enum Side: UInt8, Sendable, CaseIterable, Comparable {
        case edge = 1
        case hub = 2

        /// The edge comes first.
        public static func < (left: Side, right: Side) -> Bool { left.rawValue < right.rawValue }
    }

    /// Which end of the star.
    public var side: Side
    /// The incarnation of an agent's database, or the life of the hub's.
    public var id: UniqueID

    /// A replica by its parts.
    public init(side: Side, id: UniqueID) {
        self.side = side
        self.id = id
    }

    /// The replica of an agent's database.
    public static func edge(_ incarnation: IncarnationID) -> ReplicaID {
        ReplicaID(side: .edge, id: incarnation.unique)
    }

    /// The order of sides, then of ids.
    public static func < (left: ReplicaID, right: ReplicaID) -> Bool { (left.side, left.id) < (right.side, right.id) }
}

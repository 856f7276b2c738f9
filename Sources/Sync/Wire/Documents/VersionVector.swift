/// What somebody knows of a document: for each replica, all of its writes up to a counter.
public struct VersionVector: Hashable, Sendable {
    /// The newest write that is known of each replica, in the order of the replicas; none twice.
    public private(set) var dots: [Dot] = []

    /// Knows nothing.
    public init() {}

    /// Knows what the dots say, each with all before it.
    public init(_ dots: some Sequence<Dot>) {
        for dot in dots { insert(dot) }
    }

    /// Replicas in one vector at most; hostile bytes with more are refused.
    ///
    /// Each incarnation of an agent that ever wrote a document is one, and stays one.
    public static let replicasMax = 1_024

    /// The newest write that is known of a replica; 0 for none.
    public subscript(replica: ReplicaID) -> UInt64 {
        dots.first { $0.replica == replica }?.counter ?? 0
    }

    /// Whether a write is known.
    public func contains(_ dot: Dot) -> Bool { self[dot.replica] >= dot.counter }

    /// Whether all that the other knows is known.
    public func contains(_ other: VersionVector) -> Bool { other.dots.allSatisfy { contains($0) } }

    /// Knows a write, and all before it of the same replica.
    public mutating func insert(_ dot: Dot) {
        guard dot.counter > 0 else { return }
        if let index = dots.firstIndex(where: { $0.replica >= dot.replica }) {
            if dots[index].replica == dot.replica {
                dots[index].counter = max(dots[index].counter, dot.counter)
            } else {
                dots.insert(dot, at: index)
            }
        } else {
            dots.append(dot)
        }
    }

    /// No longer knows the writes of a replica after a counter.
    public mutating func forget(_ replica: ReplicaID, after counter: UInt64) {
        guard let index = dots.firstIndex(where: { $0.replica == replica }), dots[index].counter > counter else {
            return
        }
        if counter == 0 { dots.remove(at: index) } else { dots[index].counter = counter }
    }

    /// Knows what either knows.
    public mutating func formUnion(_ other: VersionVector) {
        for dot in other.dots { insert(dot) }
    }
}

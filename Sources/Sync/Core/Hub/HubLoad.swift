/// How busy the hub is with rounds.
public struct HubLoad: Sendable, Equatable {
    /// Rounds under way, from 0 (none) to 1 (as many as may be).
    public var working: Double
    /// How full the line of those that wait for their turn is, from 0 to 1, when the hub sends further ones away.
    public var waiting: Double

    /// A load; what is beyond 0 to 1 counts as the nearer of them.
    public init(working: Double, waiting: Double = 0) {
        self.working = max(0, min(1, working))
        self.waiting = max(0, min(1, waiting))
    }

    /// Nothing is under way.
    public static let none = HubLoad(working: 0)
}

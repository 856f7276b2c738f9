/// What makes the next round urgent, and what keeps streams from starving each other.
struct Pressure: Sendable {
    /// The newest critical event when events were last gathered.
    var criticalTried: UInt64 = 0
    /// Whether the round under way was begun for something critical or carries it.
    var isCriticalRound = false
    /// Whether the last answered round moved stream E.
    var eventsMoved = false
    /// The newest record of stream D with a safety field when documents were last gathered.
    var safetyTried: UInt64 = 0
    /// Whether the last answered round moved stream D.
    var documentsMoved = false
    /// Whether more of the downlink waits at the hub, and the last answered round brought some.
    var hasMoreDownlink = false
    /// Whether the last answered round moved anything.
    var moved = false
    /// Whether the store had more than went into the last round.
    var hasMore = false
    /// How many rounds in a row went without segments although there were some.
    var roundsWithoutSegments = 0
}

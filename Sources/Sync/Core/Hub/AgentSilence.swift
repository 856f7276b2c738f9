/// For how long an agent may be silent until it counts as gone.
///
/// An agent that calls every hour is not gone after a minute: what it says of its interval counts, so that neither a
/// copy takes its place nor an alert comes between two of its rounds. Pure; used for who speaks and for who is online.
public struct AgentSilence: Sendable, Equatable {
    /// For agents that call often, and for those that do not say how often.
    public var leastSeconds: Double

    /// So many rounds may go missing: one lost, and one that the network kept for long.
    public static let intervals = 3.0

    /// A silence by its least length.
    public init(leastSeconds: Double) {
        self.leastSeconds = leastSeconds
    }

    /// How long an agent may be silent that starts a round each so many seconds.
    public func seconds(intervalSeconds: Double?) -> Double {
        guard let intervalSeconds, intervalSeconds.isFinite else { return leastSeconds }
        return max(leastSeconds, Self.intervals * intervalSeconds)
    }
}

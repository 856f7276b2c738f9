internal import Runtime
internal import Synchronization
internal import Telemetry

/// One budget for all rounds of a process.
final class SharedRoundBudget: Sendable {
    private let budget: Mutex<RoundBudget>

    init(roundsASecond: Double) {
        budget = Mutex(RoundBudget(roundsASecond: roundsASecond))
    }

    /// Counts a round of an agent; what it is asked to leave until its next, in milliseconds.
    func intervalMilliseconds(of agent: AgentID, at now: Uptime) -> UInt32 {
        budget.withLock { UInt32($0.intervalSeconds(of: agent, at: now) * 1_000) }
    }
}

package import Runtime
package import Telemetry

/// How often agents with nothing pressing may ask, so that the rounds of all of them cost what was planned for.
///
/// A round that brings nothing costs about 0.75 ms of processor time, hub and PostgreSQL together. Ten thousand agents
/// that ask every 2 s would need four processors for it; at 1 000 rounds a second each asks every 10 s. What is
/// pressing (a critical event, a safety field, a backlog) never waits for it.
///
/// It counts the agents that asked within the last minute or two, each once, in this process: replicas share the agents
/// and each counts its own.
package struct RoundBudget: Sendable {
    /// No longer between two rounds, so that an agent does not seem gone and a command comes soon.
    static let secondsMax = 30.0
    /// More are not counted, so that memory stays bounded; by then the interval is the longest anyway.
    package static let agentsMax = 100_000
    private static let generationSeconds = 60.0

    /// Rounds a second, of all agents together.
    let roundsASecond: Double
    private var asked: Set<AgentID> = []
    private var askedBefore = 0
    private var began: Uptime?

    package init(roundsASecond: Double) {
        self.roundsASecond = roundsASecond
    }

    /// Counts a round of an agent; what it is asked to leave until its next, in seconds, or 0 where that is below one.
    package mutating func intervalSeconds(of agent: AgentID, at now: Uptime) -> Double {
        if began.map({ now.seconds(since: $0) >= Self.generationSeconds }) ?? true {
            askedBefore = began == nil ? 0 : asked.count
            asked.removeAll(keepingCapacity: true)
            began = now
        }
        if asked.count < Self.agentsMax { asked.insert(agent) }
        let seconds = Double(max(askedBefore, asked.count)) / roundsASecond
        return seconds < 1 ? 0 : min(Self.secondsMax, seconds)
    }
}

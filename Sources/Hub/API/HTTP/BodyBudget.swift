internal import HubTenancy
internal import Synchronization
internal import Telemetry

/// Bounds the bytes of agents' bodies that are being read, before any of them waits for its turn (`RoundGate`).
///
/// Bytes count as they come and not as they are announced: who announces much and sends nothing takes nothing from
/// others. An agent has a bound of its own, so that one that sends slowly over many connections holds up nobody else.
final class BodyBudget: Sendable {
    /// Of all agents together.
    static let bytesMax = 256 << 20
    /// Of one agent: two of the largest rounds, one of which may be the last try's that was given up.
    static let bytesMaxOfOne = 16 << 20

    private struct State {
        var bytes = 0
        var agents: [AgentID: Int] = [:]
    }

    private let state = Mutex(State())

    /// Counts bytes that came from an agent; false, and nothing is counted, when it or all have too many.
    func take(_ bytes: Int, of agent: AgentID) -> Bool {
        state.withLock { state in
            let own = state.agents[agent, default: 0] + bytes
            guard own <= Self.bytesMaxOfOne, state.bytes + bytes <= Self.bytesMax else { return false }
            state.agents[agent] = own
            state.bytes += bytes
            return true
        }
    }

    /// Gives back what was taken.
    func giveBack(_ bytes: Int, of agent: AgentID) {
        state.withLock { state in
            state.bytes -= bytes
            let left = state.agents[agent, default: 0] - bytes
            state.agents[agent] = left > 0 ? left : nil
        }
    }

    var bytes: Int { state.withLock(\.bytes) }
}

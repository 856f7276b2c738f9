import Runtime
import Synchronization
import Telemetry

/// A gateway's clocks: the one that only goes forward is the world's, the wall clock is wherever it was set to.
final class GatewayClock: Clock {
    private let state: Mutex<(uptime: Uptime, offsetMicroseconds: Int64)>

    init(at uptime: Uptime) {
        state = Mutex((uptime, Self.epoch))
    }

    func now() -> Timestamp {
        state.withLock { state in
            let passed = Timestamp(microseconds: Int64(state.uptime.nanoseconds / 1_000))
            return passed.advanced(seconds: Double(state.offsetMicroseconds) / 1e6)
        }
    }

    func uptime() -> Uptime { state.withLock { $0.uptime } }

    func pass(to uptime: Uptime) {
        state.withLock { $0.uptime = uptime }
    }

    /// Somebody sets the wall clock.
    func jump(seconds: Double) {
        state.withLock { $0.offsetMicroseconds = $0.offsetMicroseconds.addingSaturating(Int64(seconds * 1e6)) }
    }

    private static let epoch: Int64 = 1_763_712_000_000_000
}

internal import Synchronization
public import Telemetry

/// A clock that stands still until it is told to move; the wall clock may also jump, as real ones do.
public final class ManualClock: Clock {
    private struct State {
        var wall: Timestamp
        var uptime: Uptime
    }

    private let state: Mutex<State>

    /// A clock that shows a moment until it is moved.
    public init(now: Timestamp = Timestamp(seconds: 1_763_712_000)) {
        state = Mutex(State(wall: now, uptime: Uptime(nanoseconds: 1_000_000_000)))
    }

    /// The wall clock as it was set.
    public func now() -> Timestamp { state.withLock { $0.wall } }

    /// What passed through `advance`.
    public func uptime() -> Uptime { state.withLock { $0.uptime } }

    /// Lets time pass on both clocks.
    public func advance(seconds: Double) {
        state.withLock {
            $0.wall = $0.wall.advanced(seconds: seconds)
            $0.uptime = $0.uptime.advanced(seconds: seconds)
        }
    }

    /// Sets the wall clock, as NTP or a person does; the other clock does not move.
    public func jump(to moment: Timestamp) {
        state.withLock { $0.wall = moment }
    }
}

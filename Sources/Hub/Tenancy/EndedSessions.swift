public import Runtime
internal import Synchronization
public import Telemetry

/// The sessions that were ended while access tokens of theirs may still be valid; a token's life bounds the memory.
public final class EndedSessions: Sendable {
    private let ended = Mutex<[UniqueID: Uptime]>([:])
    private let lifetimeSeconds: Double
    private let clock: any Clock

    /// `lifetimeSeconds` is that of an access token.
    public init(lifetimeSeconds: Double, clock: any Clock) {
        self.lifetimeSeconds = lifetimeSeconds
        self.clock = clock
    }

    /// Notes that a session was ended.
    public func end(_ session: UniqueID) {
        let now = clock.uptime()
        ended.withLock { ended in
            ended = ended.filter { now.seconds(since: $0.value) <= lifetimeSeconds }
            ended[session] = now
        }
    }

    /// Whether a session was ended.
    public func contains(_ session: UniqueID) -> Bool {
        ended.withLock { $0[session] != nil }
    }
}

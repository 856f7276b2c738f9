public import Runtime
internal import Synchronization

/// Counts failed log-ins and locks out whoever fails too often:
/// 5 an hour for each address and each account (access.md).
///
/// Memory is bounded: a flood of addresses makes it forget the oldest failures first.
public final class LoginGuard: Sendable {
    private struct State {
        var failures: [String: [Uptime]] = [:]
        var order: [String] = []
    }

    private let state = Mutex(State())
    private let failuresMax: Int
    private let windowSeconds: Double
    private let keysMax: Int
    private let clock: any Clock

    /// A guard that lets `failuresMax` tries fail in the window.
    public init(failuresMax: Int = 5, windowSeconds: Double = 3_600, keysMax: Int = 65_536, clock: any Clock) {
        self.failuresMax = failuresMax
        self.windowSeconds = windowSeconds
        self.keysMax = keysMax
        self.clock = clock
    }

    /// Whether a try may be made; otherwise the seconds until it may.
    public func check(address: String, account: String) -> RateDecision {
        let now = clock.uptime()
        return state.withLock { state in
            let waits = keys(address, account).map { wait(state.failures[$0] ?? [], now: now) }
            let longest = waits.max() ?? 0
            return RateDecision(isAllowed: longest <= 0, remaining: 0, retryAfterSeconds: Int(longest.rounded(.up)))
        }
    }

    /// Notes a try as failed; called before the password is looked at, so that tries at the same time count as well.
    public func began(address: String, account: String) {
        let now = clock.uptime()
        state.withLock { state in
            for key in keys(address, account) {
                if state.failures[key] == nil {
                    makeRoom(&state)
                    state.order.append(key)
                }
                let recent = (state.failures[key] ?? []).filter { now.seconds(since: $0) < windowSeconds }
                state.failures[key] = recent.suffix(failuresMax - 1) + [now]
            }
        }
    }

    /// Notes that a try worked after all: the account's failures are forgotten.
    ///
    /// Of the address only this try is: otherwise one account of one's own would let an attacker try on.
    public func succeeded(address: String, account: String) {
        state.withLock { state in
            state.failures[Self.accountKey(account)] = []
            _ = state.failures[Self.addressKey(address)]?.popLast()
        }
    }

    private func wait(_ failures: [Uptime], now: Uptime) -> Double {
        let recent = failures.filter { now.seconds(since: $0) < windowSeconds }
        guard recent.count >= failuresMax, let oldest = recent.first else { return 0 }
        return windowSeconds - now.seconds(since: oldest)
    }

    private func makeRoom(_ state: inout State) {
        guard state.order.count >= keysMax else { return }
        for key in state.order.prefix(keysMax / 4 + 1) { state.failures[key] = nil }
        state.order.removeFirst(min(state.order.count, keysMax / 4 + 1))
    }

    private func keys(_ address: String, _ account: String) -> [String] {
        [Self.addressKey(address), Self.accountKey(account)]
    }

    private static func addressKey(_ address: String) -> String { "address \(address)" }

    private static func accountKey(_ account: String) -> String { "account \(account.lowercased())" }
}

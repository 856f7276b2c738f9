public import Runtime
internal import Synchronization

/// Counts failed log-ins and locks out whoever fails too often:
/// 5 an hour for each address and each account (access.md).
///
/// A try under way might fail, so no more of them go on at once than may still fail; those that come meanwhile wait
/// until it is known, in order. So nobody guesses more by guessing at the same time, and nobody is refused for what
/// has not failed: the people of a plant behind one address can all log in as the shift begins.
///
/// Memory is bounded: a flood of addresses makes it forget the oldest failures first.
public final class LoginGuard: Sendable {
    private struct Waiting {
        var attempt: LoginAttempt
        var admission: CheckedContinuation<LoginAdmission, Never>
    }

    private struct State {
        var failures: [LoginAttempt.Key: [Uptime]] = [:]
        var order: [LoginAttempt.Key] = []
        var underWay: [LoginAttempt.Key: Int] = [:]
        var line: [Waiting] = []
        var busy = 0
        var lockedOut = 0
    }

    private let state = Mutex(State())
    private let failuresMax: Int
    private let windowSeconds: Double
    private let keysMax: Int
    private let waitingMax: Int
    private let clock: any Clock

    /// A guard that lets `failuresMax` tries fail in the window, and `waitingMax` of an address wait.
    public init(
        failuresMax: Int = 5, windowSeconds: Double = 3_600, keysMax: Int = 65_536, waitingMax: Int = 64,
        clock: any Clock
    ) {
        self.failuresMax = max(1, failuresMax)
        self.windowSeconds = windowSeconds
        self.keysMax = keysMax
        self.waitingMax = waitingMax
        self.clock = clock
    }

    /// How many tries wait until it is known whether those before them failed.
    public var waiting: Int { state.withLock(\.line.count) }

    /// How many were refused since the start because too many of their address waited.
    public var busy: Int { state.withLock(\.busy) }

    /// How many were refused since the start because too many had failed.
    public var lockedOut: Int { state.withLock(\.lockedOut) }

    /// Whether a try may be made; an admitted one must be ended with `end`, whatever becomes of it.
    ///
    /// Waits while tries of the same address or account are under way that would make it one too many if they failed.
    public func admit(address: String, account: String) async -> LoginAdmission {
        let attempt = LoginAttempt(address: address, account: account)
        return await withCheckedContinuation { admission in
            let isInLine = state.withLock { state in
                guard state.line.count(where: { $0.attempt.address == attempt.address }) < waitingMax else {
                    state.busy += 1
                    return false
                }
                state.line.append(Waiting(attempt: attempt, admission: admission))
                return true
            }
            guard isInLine else { return admission.resume(returning: .busy) }
            settle()
        }
    }

    /// Notes how an admitted try ended; those that wait go on.
    ///
    /// One that worked forgives the account its failures, and not the address: otherwise one account of one's own
    /// would let an attacker try on.
    public func end(_ attempt: LoginAttempt, _ outcome: LoginOutcome) {
        let now = clock.uptime()
        state.withLock { state in
            for key in attempt.keys {
                let others = (state.underWay[key] ?? 1) - 1
                state.underWay[key] = others > 0 ? others : nil
                if outcome == .failed { note(key, now, &state) }
            }
            if outcome == .succeeded { state.failures[attempt.account] = [] }
        }
        settle()
    }

    /// Tells all those in the line what is known by now.
    private func settle() {
        let now = clock.uptime()
        let settled = state.withLock { state in
            var settled: [(CheckedContinuation<LoginAdmission, Never>, LoginAdmission)] = []
            var line: [Waiting] = []
            for waiting in state.line {
                if let admission = decide(waiting.attempt, now, &state) {
                    settled.append((waiting.admission, admission))
                } else {
                    line.append(waiting)
                }
            }
            state.line = line
            return settled
        }
        for (waiting, admission) in settled { waiting.resume(returning: admission) }
    }

    /// What a try is told; nothing while that depends on tries under way.
    private func decide(_ attempt: LoginAttempt, _ now: Uptime, _ state: inout State) -> LoginAdmission? {
        let failed = attempt.keys.map { recent($0, now, state) }
        let seconds = failed.map { lockedSeconds($0, now) }.max() ?? 0
        if seconds > 0 {
            state.lockedOut += 1
            return .lockedOut(retryAfterSeconds: Int(seconds.rounded(.up)))
        }
        let isOpen = zip(attempt.keys, failed).allSatisfy { key, failures in
            failures.count + (state.underWay[key] ?? 0) < failuresMax
        }
        guard isOpen else { return nil }
        for key in attempt.keys { state.underWay[key, default: 0] += 1 }
        return .admitted(attempt)
    }

    private func recent(_ key: LoginAttempt.Key, _ now: Uptime, _ state: State) -> [Uptime] {
        (state.failures[key] ?? []).filter { now.seconds(since: $0) < windowSeconds }
    }

    private func lockedSeconds(_ failures: [Uptime], _ now: Uptime) -> Double {
        guard failures.count >= failuresMax, let oldest = failures.first else { return 0 }
        return windowSeconds - now.seconds(since: oldest)
    }

    private func note(_ key: LoginAttempt.Key, _ now: Uptime, _ state: inout State) {
        if state.failures[key] == nil {
            makeRoom(&state)
            state.order.append(key)
        }
        state.failures[key] = recent(key, now, state).suffix(failuresMax - 1) + [now]
    }

    private func makeRoom(_ state: inout State) {
        guard state.order.count >= keysMax else { return }
        for key in state.order.prefix(keysMax / 4 + 1) { state.failures[key] = nil }
        state.order.removeFirst(min(state.order.count, keysMax / 4 + 1))
    }
}

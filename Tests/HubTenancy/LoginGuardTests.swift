import HubTenancy
import Runtime
import TestKit
import Testing

@Suite("Failed log-ins")
struct LoginGuardTests {
    let clock = ManualClock()

    private func isAdmitted(_ logins: LoginGuard, _ address: String, _ account: String) async -> Bool {
        guard case .admitted(let attempt) = await logins.admit(address: address, account: account) else { return false }
        logins.end(attempt, .undecided)
        return true
    }

    private func attempt(_ logins: LoginGuard, _ address: String, _ account: String) async throws -> LoginAttempt {
        let admission = await logins.admit(address: address, account: account)
        guard case .admitted(let attempt) = admission else { throw NotAdmitted(admission: admission) }
        return attempt
    }

    private struct NotAdmitted: Error {
        var admission: LoginAdmission
    }

    @Test("five failures lock the address and the account for an hour")
    func lockout() async throws {
        let logins = LoginGuard(clock: clock)
        for _ in 0..<5 {
            logins.end(try await attempt(logins, "10.0.0.1", "maria"), .failed)
            clock.advance(seconds: 60)
        }
        #expect(await !isAdmitted(logins, "10.0.0.1", "maria"))
        #expect(await !isAdmitted(logins, "10.0.0.1", "peter"), "the address is locked")
        #expect(await !isAdmitted(logins, "10.0.0.2", "MARIA"), "the account is locked, in any case")
        #expect(await isAdmitted(logins, "10.0.0.2", "peter"))
        #expect(await logins.admit(address: "10.0.0.1", account: "maria") == .lockedOut(retryAfterSeconds: 3_300))
        clock.advance(seconds: 3_301)
        #expect(await isAdmitted(logins, "10.0.0.1", "maria"))
    }

    @Test("a log-in that works forgives the account, and not the address")
    func forgiven() async throws {
        let logins = LoginGuard(clock: clock)
        for _ in 0..<4 { logins.end(try await attempt(logins, "10.0.0.1", "maria"), .failed) }
        logins.end(try await attempt(logins, "10.0.0.1", "maria"), .succeeded)
        #expect(await isAdmitted(logins, "10.0.0.1", "maria"))
        logins.end(try await attempt(logins, "10.0.0.1", "other"), .failed)
        #expect(await !isAdmitted(logins, "10.0.0.1", "maria"))
        #expect(await isAdmitted(logins, "10.0.0.9", "maria"))
    }

    @Test("a try that nobody looked at counts for nothing, as when the database is away")
    func undecided() async throws {
        let logins = LoginGuard(clock: clock)
        for _ in 0..<20 { logins.end(try await attempt(logins, "10.0.0.1", "maria"), .undecided) }
        #expect(await isAdmitted(logins, "10.0.0.1", "maria"))
    }

    @Test("a whole shift logs in at once from one address, and nobody is refused")
    func shift() async throws {
        let logins = LoginGuard(clock: clock)
        let first = try await begin(logins, 5)
        let admissions = Task {
            await withTaskGroup(of: Bool.self) { group in
                for person in 5..<40 {
                    group.addTask {
                        let admission = await logins.admit(address: "10.0.0.1", account: "person \(person)")
                        guard case .admitted(let attempt) = admission else { return false }
                        logins.end(attempt, .succeeded)
                        return true
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
        }
        try await waitUntil("they wait") { logins.waiting == 35 }
        for attempt in first { logins.end(attempt, .succeeded) }
        #expect(await admissions.value == Array(repeating: true, count: 35))
        #expect(logins.waiting == 0)
    }

    @Test("guessing at the same time gives no more guesses")
    func guesses() async throws {
        let logins = LoginGuard(clock: clock)
        let first = try await begin(logins, 5)
        let admissions = Task {
            await withTaskGroup(of: LoginAdmission.self) { group in
                for guess in 0..<20 {
                    group.addTask { await logins.admit(address: "10.0.0.1", account: "victim \(guess)") }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
        }
        try await waitUntil("they wait") { logins.waiting == 20 }
        for attempt in first { logins.end(attempt, .failed) }
        #expect(await admissions.value == Array(repeating: .lockedOut(retryAfterSeconds: 3_600), count: 20))
        #expect(logins.lockedOut == 20 && logins.waiting == 0)
    }

    @Test("the line of an address is bounded, and costs no other address its place")
    func busy() async throws {
        let logins = LoginGuard(waitingMax: 2, clock: clock)
        let first = try await begin(logins, 5)
        let waiting = (0..<2).map { number in
            Task { await logins.admit(address: "10.0.0.1", account: "late \(number)") }
        }
        try await waitUntil("they wait") { logins.waiting == 2 }
        #expect(await logins.admit(address: "10.0.0.1", account: "one more") == .busy)
        #expect(logins.busy == 1 && logins.lockedOut == 0)
        #expect(await isAdmitted(logins, "10.0.0.2", "peter"))
        for attempt in first { logins.end(attempt, .undecided) }
        for task in waiting {
            guard case .admitted(let attempt) = await task.value else { throw NotAdmitted(admission: .busy) }
            logins.end(attempt, .undecided)
        }
    }

    private func begin(_ logins: LoginGuard, _ count: Int) async throws -> [LoginAttempt] {
        var attempts: [LoginAttempt] = []
        for person in 0..<count { attempts.append(try await attempt(logins, "10.0.0.1", "person \(person)")) }
        return attempts
    }
}

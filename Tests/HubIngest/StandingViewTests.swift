import HubIngest
import HubTenancy
import Runtime
import Synchronization
import Telemetry
import TestKit
import Testing

/// What is known of certificates before a round is read: revoked ones cost nothing, good ones no query.
@Suite struct StandingViewTests {
    /// A database that counts how often it is asked.
    private final class Book: Sendable {
        let stands = Mutex(true)
        let asked = Mutex(0)

        func ask() -> Bool {
            asked.withLock { $0 += 1 }
            return stands.withLock { $0 }
        }
    }

    private static func certificate(_ number: UInt8) -> AgentCertificate {
        var random = SeededRandom(seed: UInt64(number))
        return AgentCertificate(
            tenant: .random(using: &random), agent: .random(using: &random), serial: [number],
            notBefore: Timestamp(seconds: 0), notAfter: Timestamp(seconds: 9_000_000_000))
    }

    @Test func oneThatSendsRoundsIsAskedForOnce() async throws {
        let (clock, book) = (ManualClock(), Book())
        let view = StandingView(clock: clock) { _ in book.ask() }
        for _ in 0..<100 {
            #expect(try await view.admits(Self.certificate(1)))
            view.note(Self.certificate(1), stands: true)
            clock.advance(seconds: 30)
        }
        #expect(book.asked.withLock { $0 } == 1)
    }

    @Test func aRevokedOneIsRefusedWithoutALookAndLookedForAgain() async throws {
        let (clock, book) = (ManualClock(), Book())
        let view = StandingView(clock: clock) { _ in book.ask() }
        #expect(try await view.admits(Self.certificate(1)))
        book.stands.withLock { $0 = false }
        view.note(Self.certificate(1), stands: false)
        for _ in 0..<40 {
            #expect(try await !view.admits(Self.certificate(1)))
            clock.advance(seconds: 0.1)
        }
        #expect(book.asked.withLock { $0 } == 1, "a flood of it is not asked for")
        clock.advance(seconds: 2)
        #expect(try await !view.admits(Self.certificate(1)))
        #expect(book.asked.withLock { $0 } == 2)
        #expect(try await !view.admits(Self.certificate(2)), "another one is asked for by itself")
    }

    @Test func oneWhoseRoundsFailIsAskedForEachTime() async throws {
        let (clock, book) = (ManualClock(), Book())
        let view = StandingView(clock: clock) { _ in book.ask() }
        #expect(try await view.admits(Self.certificate(1)))
        view.note(Self.certificate(1), stands: nil)
        book.stands.withLock { $0 = false }
        #expect(try await !view.admits(Self.certificate(1)), "bytes that are no round do not hide a revocation")
    }

    @Test func itRemembersNoMoreThanItsBound() async throws {
        let (clock, book) = (ManualClock(), Book())
        let view = StandingView(clock: clock) { _ in book.ask() }
        var one = Self.certificate(1)
        for number in 0...100_000 {
            one.serial = withUnsafeBytes(of: number) { Array($0) }
            view.note(one, stands: true)
        }
        one.serial = withUnsafeBytes(of: 0) { Array($0) }
        #expect(try await view.admits(one))
        #expect(book.asked.withLock { $0 } == 1)
    }
}

import HubTenancy
import NIOCore
import NIOPosix
import Runtime
import SyncClient
import SyncCore
import SyncWire
import Synchronization
import Telemetry
import TestKit
import Testing

/// The identity of a running agent, against a hub of a few lines over real mutual TLS.
@Suite struct EnrolledConnectionTests {
    private let group = MultiThreadedEventLoopGroup.singleton
    private let authority: TestAuthority
    private let folder: TemporaryFolder
    private let file: IdentityFile
    private static let enrolledAt = Timestamp(seconds: 1_763_712_000)

    init() throws {
        authority = try TestAuthority()
        folder = try TemporaryFolder("enrolled")
        file = IdentityFile(path: folder.file("identity.json"))
    }

    /// What a test's hub does and saw.
    private final class Script: Sendable {
        let hubTime: Mutex<Timestamp>
        let renewals = Mutex(0)
        let refusal = Mutex<String?>(nil)
        /// What the hub does with a renewal, first to last; after them it answers.
        let troubles = Mutex<[TestHub.Behaviour]>([])
        let news = Mutex<[IdentityNews]>([])

        init(_ hubTime: Timestamp) { self.hubTime = Mutex(hubTime) }
    }

    private func hub(_ script: Script) async throws -> TestHub {
        try await TestHub(group: group, tls: try authority.serverTLS()) { [authority] request in
            let now = script.hubTime.withLock { $0 }
            if request.path == HubConnection.renewPath {
                script.renewals.withLock { $0 += 1 }
                if let trouble = script.troubles.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) { return trouble }
                guard let asked = request.signingRequest, let body = try? authority.answer(asked, at: now) else {
                    return .reply(status: 422, body: [])
                }
                script.refusal.withLock { $0 = nil }
                return .reply(status: 200, body: body)
            }
            if let code = script.refusal.withLock({ $0 }) {
                return .reply(status: 403, body: Array(#"{"error":{"code":"\#(code)"}}"#.utf8))
            }
            guard let round = try? RoundFrame.decodeRequest(request.body) else { return .reply(status: 400, body: []) }
            let answer = RoundAnswer(
                round: round.hello.round, incarnation: round.hello.incarnation, events: round.hello.acknowledged,
                clock: ClockStamps(agentSent: round.clock.agentSent, hubReceived: now, hubSent: now))
            return (try? RoundFrame.encode(answer)).map { .reply(status: 200, body: $0) } ?? .hangUp
        }
    }

    private func connect(_ hub: TestHub, _ script: Script, clock: any Clock = SystemClock()) throws
        -> EnrolledConnection
    {
        EnrolledConnection(
            file, endpoint: try HubEndpoint("https://127.0.0.1:\(hub.port)"), group: group, clock: clock,
            random: { 0 }, tell: { news in script.news.withLock { $0.append(news) } })
    }

    private func round(_ connection: EnrolledConnection) async -> Result<RoundAnswer, RoundFailure> {
        await withCheckedContinuation { continuation in
            connection.round(RoundsOverHTTPTests.request(), deadlineSeconds: 5) { continuation.resume(returning: $0) }
        }
    }

    @Test func anAgentIsEnrolledWithoutARestart() async throws {
        let script = Script(Self.enrolledAt)
        let hub = try await hub(script)
        let connection = try connect(hub, script)
        #expect(await round(connection) == .failure(.notConnected("not enrolled; run `millwright-agent enrol`")))
        try file.write(try authority.identity(at: Self.enrolledAt))
        #expect(try await round(connection).get().round == 9)
        #expect(script.renewals.withLock { $0 } == 0)
        connection.reset()
        try await hub.stop()
    }

    @Test func theNextCertificateIsAskedForFromAThirdOfTheLifeOnByTheHubsClock() async throws {
        let script = Script(Self.enrolledAt.advanced(seconds: 29 * 86_400))
        let hub = try await hub(script)
        let old = try authority.identity(at: Self.enrolledAt)
        try file.write(old)
        let connection = try connect(hub, script)
        _ = try await round(connection).get()
        #expect(try file.read() == old)
        script.hubTime.withLock { $0 = Self.enrolledAt.advanced(seconds: 31 * 86_400) }
        _ = try await round(connection).get()
        try await waitUntil("the next identity is durable") { try file.read() != old }
        let next = try #require(try file.read())
        #expect(next.agent == old.agent)
        #expect(next.keyPEM != old.keyPEM, "a new key for each certificate")
        #expect(next.notAfter > old.notAfter)
        for _ in 0..<3 { _ = try await round(connection).get() }
        #expect(script.renewals.withLock { $0 } == 1, "one renewal is enough")
        connection.reset()
        try await hub.stop()
    }

    /// The hub does not hear of it, its answer is lost, breaks off or cannot be read: rounds go on under the old
    /// identity, and the renewal comes again.
    @Test(arguments: [
        TestHub.Behaviour.hangUp, .breakOff, .reply(status: 503, body: []), .reply(status: 200, body: [1, 2, 3]),
    ])
    func aRenewalThatFailsHarmsNothingAndComesAgain(trouble: TestHub.Behaviour) async throws {
        let script = Script(Self.enrolledAt.advanced(seconds: 45 * 86_400))
        script.troubles.withLock { $0 = [trouble] }
        let hub = try await hub(script)
        let old = try authority.identity(at: Self.enrolledAt)
        try file.write(old)
        let clock = ManualClock()
        let connection = try connect(hub, script, clock: clock)
        _ = try await round(connection).get()
        try await waitUntil("the failure is told") { script.news.withLock { $0.count } == 1 }
        #expect(try file.read() == old)
        _ = try await round(connection).get()
        #expect(script.renewals.withLock { $0 } == 1, "not again before its pause is over")
        clock.advance(seconds: 61)
        _ = try await round(connection).get()
        try await waitUntil("the next identity is durable") { try file.read() != old }
        _ = try await round(connection).get()
        connection.reset()
        try await hub.stop()
    }

    @Test(arguments: ["CERTIFICATE_EXPIRED", "CERTIFICATE_NOT_YET_VALID"])
    func whomTheHubRefusesForTheTimeRenewsAtOnce(code: String) async throws {
        let script = Script(Self.enrolledAt.advanced(seconds: 1_000 * 86_400))
        script.refusal.withLock { $0 = code }
        let hub = try await hub(script)
        try file.write(try authority.identity(at: Self.enrolledAt))
        let connection = try connect(hub, script)
        #expect(
            await round(connection) == .failure(.refused(status: 403, code: code, retryAfterSeconds: nil)))
        try await waitUntil("the next identity is durable") {
            try file.read().map { $0.notAfter > script.hubTime.withLock { $0 } } == true
        }
        _ = try await round(connection).get()
        connection.reset()
        try await hub.stop()
    }

    @Test func aHubOfAnotherAuthorityIsNotSpokenTo() async throws {
        let script = Script(Self.enrolledAt)
        let hub = try await hub(script)
        try file.write(try TestAuthority().identity(at: Self.enrolledAt))
        let connection = try connect(hub, script)
        guard case .failure(.unreachable) = await round(connection) else {
            Issue.record("spoke to a stranger")
            return
        }
        #expect(hub.requests.isEmpty)
        try await hub.stop()
    }
}

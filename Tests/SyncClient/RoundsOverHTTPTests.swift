import NIOCore
import NIOPosix
import SyncClient
import SyncCore
import SyncWire
import Telemetry
import Testing

@Suite struct RoundsOverHTTPTests {
    private let group = MultiThreadedEventLoopGroup.singleton
    private static let incarnation = IncarnationID(UniqueID(high: 3, low: 4))

    @Test func aRoundGoesThereAndBack() async throws {
        let hub = try await TestHub(group: group) { request in
            guard request.path == "/sync/v1/round", let round = try? RoundFrame.decodeRequest(request.body),
                let frame = try? RoundFrame.encode(Self.answer(round))
            else { return .reply(status: 400, body: []) }
            return .reply(status: 200, body: frame)
        }
        let connection = try HubConnection(endpoint: HubEndpoint("http://localhost:\(hub.port)"), group: group)
        let request = Self.request()
        #expect(await connection.round(request) == .success(Self.answer(request)))
        connection.reset()
        try await hub.stop()
    }

    @Test func aRoundWithSomethingCriticalSaysSo() async throws {
        let hub = try await TestHub(group: group) { request in
            guard let round = try? RoundFrame.decodeRequest(request.body),
                let frame = try? RoundFrame.encode(Self.answer(round))
            else { return .reply(status: 400, body: []) }
            return .reply(status: 200, body: frame)
        }
        let connection = try HubConnection(endpoint: HubEndpoint("http://127.0.0.1:\(hub.port)"), group: group)
        for priority in EventPriority.allCases {
            for isDocument in [false, true] {
                let chain = EventChain.start(of: Self.incarnation)
                let record = EventRecord(seq: 1, kind: .alert, priority: priority, payload: [])
                let batch = EventBatch(chainBefore: chain, chainAfter: chain, records: [record])
                var request = Self.request()
                if isDocument { request.documents = batch } else { request.events = batch }
                #expect(await connection.round(request) == .success(Self.answer(request)))
            }
        }
        let said = hub.requests.map { $0.headers.first { $0.0.lowercased() == "priority" }?.1 }
        #expect(said == [nil, nil, nil, nil, "u=1", "u=1"])
        connection.reset()
        try await hub.stop()
    }

    @Test func refusalsCarryTheHubsCodeAndItsRetryAfter() async throws {
        let body = Array(#"{"status":"error","error":{"code":"RATE_LIMITED","message":"Slow\ndown."}}"#.utf8)
        let cases: [(TestHub.Behaviour, RoundFailure)] = [
            (
                .reply(status: 429, headers: [("Retry-After", "7")], body: body),
                .refused(status: 429, code: "RATE_LIMITED", message: "Slow down.", retryAfterSeconds: 7)
            ),
            (
                .reply(status: 502, headers: [("Retry-After", "soon")], body: Array("<html>".utf8)),
                .refused(status: 502, code: "HTTP_502", retryAfterSeconds: nil)
            ),
            (.reply(status: 200, body: Array("hello".utf8)), .malformed(code: "FRAME_BAD_MAGIC")),
        ]
        for (behaviour, failure) in cases {
            let hub = try await TestHub(group: group) { _ in behaviour }
            let connection = try HubConnection(endpoint: HubEndpoint("http://127.0.0.1:\(hub.port)"), group: group)
            #expect(await connection.round(Self.request()) == .failure(failure))
            connection.reset()
            try await hub.stop()
        }
    }

    @Test func aTokenBecomesAnIdentity() async throws {
        let authority = try TestAuthority()
        let keys = #"[{"id":"k1","publicKey":"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"}]"#
        let hub = try await TestHub(group: group) { request in
            let text = String(decoding: request.body, as: UTF8.self)
            guard request.path == "/sync/v1/enrol", text.contains(#""token":"once""#), text.contains("gateway-1"),
                let asked = request.signingRequest,
                let body = try? authority.answer(asked, at: Timestamp(seconds: 1_763_712_000), keys: keys)
            else { return .reply(status: 401, body: Array(#"{"error":{"code":"TOKEN_INVALID"}}"#.utf8)) }
            return .reply(status: 201, body: body)
        }
        let connection = try HubConnection(endpoint: HubEndpoint("http://127.0.0.1:\(hub.port)"), group: group)
        let key = AgentKey()
        let answer = try await connection.enrol(token: "once", key: key).get()
        let identity = try answer.identity(key: key)
        #expect(identity.agent == authority.agent)
        #expect(identity.tenant == authority.tenant)
        #expect(identity.address == "https://hub:8443")
        #expect(identity.commandKeys == [.init(id: "k1", publicKey: Array(0..<32))])
        #expect(throws: IdentityFault.self) { try answer.identity(key: AgentKey()) }
        #expect(
            await connection.enrol(token: "twice")
                == .failure(.refused(status: 401, code: "TOKEN_INVALID", retryAfterSeconds: nil)))
        connection.reset()
        try await hub.stop()
    }

    static func request() -> RoundRequest {
        RoundRequest(
            hello: AgentHello(
                software: "test", incarnation: incarnation, round: 9, resumeToken: [], hubGeneration: 0,
                acknowledged: EventCursor(seq: 0, chain: EventChain.start(of: incarnation)), newestEvent: 0,
                newestSegment: 0),
            events: nil, segments: [], live: nil, report: AgentReport(backlog: .empty, disk: nil),
            clock: ClockStamps(agentSent: Timestamp(seconds: 1)))
    }

    private static func answer(_ request: RoundRequest) -> RoundAnswer {
        RoundAnswer(
            round: request.hello.round, incarnation: request.hello.incarnation, events: request.hello.acknowledged,
            clock: ClockStamps(
                agentSent: request.clock.agentSent, hubReceived: Timestamp(seconds: 2), hubSent: Timestamp(seconds: 3)))
    }
}

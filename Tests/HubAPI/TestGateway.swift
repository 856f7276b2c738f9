import HubAPI
import HubTenancy
import NIOPosix
import Runtime
import SyncClient
import SyncCore
import SyncWire
import Synchronization
import Telemetry
import Testing

/// An agent that was enrolled with a token of its own and calls over mutual TLS, as a gateway does.
struct TestGateway {
    /// What the hub answered; without a status the connection did not come about.
    struct Answer {
        var status: Int?
        var bytes: [UInt8] = []

        var data: JSONValue { (try? JSONReader.read(bytes))?["data"] ?? .null }
        var code: String? { (try? JSONReader.read(bytes))?["error"]?["code"]?.text }
    }

    let identity: AgentIdentity
    let incarnation: IncarnationID
    private let port: Int
    private let connection: HubConnection
    private static let rounds = Atomic<UInt64>(0)

    /// Enrols a new agent of the user's tenant.
    init(_ hub: TestHub, _ user: TestUser) async throws {
        var random = SystemRandomNumberGenerator()
        let incarnation = IncarnationID.random(using: &random)
        let made = try await hub.call(
            "POST", "/api/agents/enrolments", ["name": "gateway", "expiresInMinutes": 5], token: user.token)
        let token = made.data["token"]?.text ?? ""
        let connection = try HubConnection(
            endpoint: HubEndpoint("http://127.0.0.1:\(hub.port)"), group: .singletonMultiThreadedEventLoopGroup)
        let key = AgentKey()
        let answer: Result<IdentityAnswer, RoundFailure> = await withCheckedContinuation { continuation in
            connection.enrol(
                token: token, key: key, name: "gateway-1", incarnation: incarnation, version: "1.0.0",
                deadlineSeconds: 20
            ) { continuation.resume(returning: $0) }
        }
        connection.reset()
        try self.init(hub, try answer.get().identity(key: key), incarnation)
    }

    /// An agent that shows this identity.
    init(_ hub: TestHub, _ identity: AgentIdentity, _ incarnation: IncarnationID) throws {
        self.identity = identity
        self.incarnation = incarnation
        port = hub.agentPort
        connection = try HubConnection(
            endpoint: HubEndpoint("https://127.0.0.1:\(hub.agentPort)"), trust: HubTrust(identity: identity),
            group: .singletonMultiThreadedEventLoopGroup)
    }

    /// The same agent with another certificate of the same authority.
    func showing(_ issued: IssuedCertificate, _ key: AgentKey, to hub: TestHub) throws -> TestGateway {
        let other = try AgentIdentity(
            agent: identity.agent, tenant: identity.tenant, address: identity.address, keyPEM: key.pem,
            certificatePEM: issued.pem, authoritiesPEM: identity.authoritiesPEM, commandKeys: [])
        return try TestGateway(hub, other, incarnation)
    }

    /// What the agent's certificate says, as the hub reads it.
    var certificate: AgentCertificate {
        AgentCertificate(
            tenant: identity.tenant, agent: identity.agent, serial: identity.serial, notBefore: identity.notBefore,
            notAfter: identity.notAfter)
    }

    func send(_ path: String, _ body: [UInt8], type: String = "application/json") async -> Answer {
        let result = await withCheckedContinuation { continuation in
            connection.post(path: path, contentType: type, body: body, deadlineSeconds: 20) {
                continuation.resume(returning: $0)
            }
        }
        guard let reply = try? result.get() else { return Answer() }
        return Answer(status: reply.status, bytes: reply.body)
    }

    func get(_ path: String) async -> Answer {
        let result = await withCheckedContinuation { continuation in
            connection.get(path: path, deadlineSeconds: 20) { continuation.resume(returning: $0) }
        }
        guard let reply = try? result.get() else { return Answer() }
        return Answer(status: reply.status, bytes: reply.body)
    }

    func send(_ frame: [UInt8]) async -> Answer {
        await send(HubConnection.roundPath, frame, type: RoundFrame.contentType)
    }

    func renew(_ key: AgentKey) async throws -> Answer {
        await send(HubConnection.renewPath, JSONWriter.bytes(["request": .string(try key.request())]))
    }

    /// A round with the first events of the stream and live values; `from` leaves a gap before them.
    func frame(events: [EventPayload] = [], from first: UInt64 = 1, live: LiveBatch? = nil) throws -> [UInt8] {
        let round = Self.rounds.add(1, ordering: .relaxed).newValue
        let start = EventChain.start(of: incarnation)
        let records = events.enumerated().map { index, payload in
            EventRecord(
                seq: first + UInt64(index), kind: payload.kind, priority: payload.priority, payload: payload.encode())
        }
        return try RoundFrame.encode(
            RoundRequest(
                hello: AgentHello(
                    software: "1.0.0", incarnation: incarnation, round: round, resumeToken: [], hubGeneration: 1,
                    acknowledged: EventCursor(seq: 0, chain: start), newestEvent: records.last?.seq ?? 0,
                    newestSegment: 0),
                events: records.isEmpty ? nil : EventBatch(records: records, following: start), segments: [],
                live: live, report: AgentReport(backlog: .empty, disk: nil),
                clock: ClockStamps(agentSent: SystemClock().now())))
    }
}

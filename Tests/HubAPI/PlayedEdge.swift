import Foundation
import HubAPI
import HubIngest
import HubStore
import HubTenancy
import Logging
import Runtime
import SyncCore
import SyncWire
import Telemetry
import TestKit
import Testing

/// An agent beside a hub under test: its documents, its streams, and what came down to it.
///
/// It calls the rounds themselves: how agents prove who they are is tested elsewhere.
struct PlayedEdge {
    static let key = MachineKey(factory: "north", machine: "press-1")
    let machineKey: MachineKey
    let principal: AgentPrincipal
    let incarnation: IncarnationID
    private let service: RoundService
    private(set) var document: Document
    private(set) var commands: [SignedCommand] = []
    private(set) var cancels: [CommandCancel] = []
    private(set) var keys: [CommandKeys] = []
    private var records: [EventStream: [EventRecord]] = [:]
    private var cursors: [EventStream: EventCursor] = [:]
    private var sent: UInt64 = 0
    private var round: UInt64 = 0
    private var token: [UInt8] = []

    typealias EventStream = EventChain.Stream

    init(_ hub: TestHub, _ user: TestUser) async throws {
        machineKey = try #require(Self.key)
        let tenant = try #require(TenantID(user.tenant))
        var random = SystemRandomNumberGenerator()
        let agent = AgentID.random(using: &random)
        incarnation = .random(using: &random)
        try await hub.psql(
            "INSERT INTO agents (tenant_id, id, name) VALUES ('\(tenant)', '\(agent)', 'gateway')")
        principal = AgentPrincipal(scope: TenantScope(tenant: tenant), agent: agent)
        service = RoundService(
            hub.pool, partitions: ChunkPartitions(hub.pool),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        document = Document(key: .machine(machineKey))
        for stream in EventStream.allCases {
            cursors[stream] = EventCursor(seq: 0, chain: EventChain.start(of: incarnation, stream: stream))
        }
        let now = SystemClock().now()
        event(
            .machineSeen(
                MachineSeen(
                    machine: machineKey, profile: "press@1", machineType: "PRESS", isOnline: true, metrics: [], at: now)
            ))
        try await exchange()
    }

    /// The id of the machine's row.
    func machine(_ hub: TestHub) async throws -> String {
        try await hub.psql("SELECT id FROM machines WHERE tenant_id = '\(principal.scope.tenant)'")
    }

    mutating func event(_ payload: EventPayload) {
        add(payload.kind, payload.encode(), to: .events)
    }

    /// Edits a field on the edge.
    mutating func write(_ path: String, _ value: FieldValue?) throws {
        let path = try #require(FieldPath(path))
        let replica = ReplicaID.edge(incarnation)
        document.write(
            FieldEdit(path: path, value: value, actor: "anna", authority: .supervisor),
            at: HybridTime(at: SystemClock().now()), by: replica, base: document.value(of: path, by: .standard))
        guard let patch = document.patch(of: replica, after: sent) else { return }
        sent = document.versions[replica]
        add(.documentPatch, patch.encode(), to: .documents)
    }

    private mutating func add(_ kind: EventKind, _ bytes: [UInt8], to stream: EventStream) {
        let seq = UInt64(records[stream, default: []].count + 1)
        records[stream, default: []].append(EventRecord(seq: seq, kind: kind, priority: .important, payload: bytes))
    }

    private func batch(_ stream: EventStream) -> EventBatch? {
        guard let cursor = cursors[stream] else { return nil }
        let waiting = (records[stream] ?? []).filter { $0.seq > cursor.seq }
        return waiting.isEmpty ? nil : EventBatch(records: waiting, following: cursor.chain)
    }

    /// One round, settled.
    mutating func exchange() async throws {
        round += 1
        let events = try #require(cursors[.events])
        let request = RoundRequest(
            hello: AgentHello(
                software: "1.0.0", incarnation: incarnation, round: round, resumeToken: token, hubGeneration: 1,
                acknowledged: events, newestEvent: UInt64(records[.events]?.count ?? 0), newestSegment: 0,
                documentsAcknowledged: cursors[.documents], newestDocument: UInt64(records[.documents]?.count ?? 0),
                downlink: cursors[.downlink]),
            events: batch(.events), documents: batch(.documents), segments: [], live: nil,
            report: AgentReport(backlog: .empty, disk: nil), clock: ClockStamps(agentSent: SystemClock().now()))
        let result = try await service.handle(
            frame: try RoundFrame.encode(request), agent: principal, receivedAt: SystemClock().now())
        let answer = try RoundFrame.decodeAnswer(result.answer)
        #expect(answer.eventRefusal == nil && answer.documentRefusal == nil && answer.verdict == nil)
        cursors[.events] = answer.events
        cursors[.documents] = answer.documents
        if !answer.resumeToken.isEmpty { token = answer.resumeToken }
        for record in answer.downlink?.records ?? [] { try take(record) }
    }

    private mutating func take(_ record: EventRecord) throws {
        let before = try #require(cursors[.downlink])
        cursors[.downlink] = EventCursor(
            seq: record.seq, chain: EventChain.next(previous: before.chain, record: record))
        switch try DownlinkPayload.decode(kind: record.kind, payload: record.payload) {
        case .document(let patch): if patch.key == document.key { document.apply(patch) }
        case .command(let command): commands.append(command)
        case .cancel(let cancel): cancels.append(cancel)
        case .keys(let set): keys.append(set)
        }
    }

    /// Reports what became of a command.
    mutating func report(
        _ order: CommandOrder, _ state: CommandState, code: String = "", received: Digest? = nil
    ) async throws {
        event(
            .commandResult(
                CommandResult(
                    id: order.id, machine: machineKey, state: state, code: code, at: SystemClock().now(),
                    received: received)))
        try await exchange()
    }
}

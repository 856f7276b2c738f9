import HubIngest
import HubStore
import HubTenancy
import Runtime
import SyncCore
import SyncWire
import Telemetry

/// The edge's side of documents in a test: copies that are edited, stream D, and what came down.
struct TestEdge {
    var agent: TestAgent
    var documents: [DocumentKey: Document] = [:]
    var downlink: EventCursor
    var received: [EventRecord] = []
    var acknowledged: EventCursor
    private(set) var records: [EventRecord] = []
    private var sent: [DocumentKey: UInt64] = [:]

    static let machine = DocumentKey.machine(TestAgent.key)

    init(seed: UInt64 = 9) {
        agent = TestAgent(seed: seed)
        downlink = EventCursor(seq: 0, chain: EventChain.start(of: agent.incarnation, stream: .downlink))
        acknowledged = EventCursor(seq: 0, chain: EventChain.start(of: agent.incarnation, stream: .documents))
    }

    var replica: ReplicaID { .edge(agent.incarnation) }

    func document(_ key: DocumentKey = machine) -> Document { documents[key] ?? Document(key: key) }

    /// Edits a field on the edge and writes its patch to stream D.
    mutating func write(
        _ path: String, _ value: FieldValue?, key: DocumentKey = machine, authority: Authority = .supervisor,
        names: [Dot] = [], seconds: Double = 10, actor: String = "anna"
    ) {
        var document = document(key)
        let path = FieldPath(path) ?? unreachable()
        let edit = FieldEdit(
            path: path, value: value, actor: actor, authority: authority, reason: "on site", names: names)
        document.write(
            edit, at: HybridTime(at: TestAgent.start.advanced(seconds: seconds)), by: replica,
            base: document.value(of: path, by: .standard))
        documents[key] = document
        send(document)
    }

    /// Puts what this edge wrote of a document since the last time into stream D.
    mutating func send(_ document: Document) {
        guard let patch = document.patch(of: replica, after: sent[document.key] ?? 0) else { return }
        sent[document.key] = document.versions[replica]
        write(kind: .documentPatch, bytes: patch.encode())
    }

    /// Adds a record to stream D as it is.
    mutating func write(kind: EventKind, bytes: [UInt8]) {
        records.append(EventRecord(seq: UInt64(records.count + 1), kind: kind, priority: .important, payload: bytes))
    }

    /// A round with the patches from `first` on, and what of the downlink is here.
    mutating func request(from first: Int? = nil) -> RoundRequest {
        var request = agent.request()
        let from = first ?? Int(acknowledged.seq) + 1
        let start = EventChain.start(of: agent.incarnation, stream: .documents)
        let before = records.prefix(from - 1).reduce(start) { EventChain.next(previous: $0, record: $1) }
        let sent = Array(records.dropFirst(from - 1))
        request.documents = sent.isEmpty ? nil : EventBatch(records: sent, following: before)
        request.hello.documentsAcknowledged = acknowledged
        request.hello.newestDocument = UInt64(records.count)
        request.hello.downlink = downlink
        return request
    }

    /// Takes in an answer: acknowledgements and the records of the downlink.
    mutating func settle(_ answer: RoundAnswer) throws {
        agent.settle(answer)
        if let documents = answer.documents { acknowledged = documents }
        guard let batch = answer.downlink, batch.chainBefore == downlink.chain else { return }
        for record in batch.records {
            received.append(record)
            downlink = EventCursor(
                seq: record.seq, chain: EventChain.next(previous: downlink.chain, record: record))
            if case .document(let patch) = try DownlinkPayload.decode(kind: record.kind, payload: record.payload) {
                var document = document(patch.key)
                document.apply(patch)
                documents[patch.key] = document
            }
        }
    }
}

extension RoundWorld {
    /// One round of an edge with documents, settled.
    @discardableResult
    func exchange(_ edge: inout TestEdge) async throws -> RoundAnswer {
        let answer = try await send(edge.request())
        try edge.settle(answer)
        return answer
    }

    /// The row of the test's machine.
    func machine() async throws -> MachineID {
        MachineID(try await psql("SELECT machine_id FROM machine_bindings LIMIT 1")) ?? unreachable()
    }

    /// Edits the machine's document on the hub.
    func edit(
        _ path: String, _ value: FieldValue?, names: [Dot] = [], authority: Authority = .supervisor,
        seconds: Double = 20
    ) async throws {
        let machine = try await machine()
        let scope = principal.scope
        let edit = FieldEdit(
            path: FieldPath(path) ?? unreachable(), value: value, actor: "otto", authority: authority,
            reason: "from afar", names: names)
        _ = try await pool.withTransaction(scope: scope) { connection in
            let documents = DocumentStore(connection, scope: scope)
            return try documents.edit(
                try documents.lockMachine(machine), [edit], at: TestAgent.start.advanced(seconds: seconds))
        }
    }

    /// The machine's document as the hub has it.
    func document() async throws -> Document {
        let machine = try await machine()
        let scope = principal.scope
        return try await pool.withTransaction(scope: scope) { connection in
            try DocumentStore(connection, scope: scope).readMachine(machine).document
        }
    }
}

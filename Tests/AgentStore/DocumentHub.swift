import AgentStore
import Runtime
import SyncCore
import SyncWire
import Telemetry

/// The hub's side of documents as the wire asks for it, in memory: what a round commits, or nothing of it.
struct DocumentHub {
    let replica = ReplicaID(side: .hub, id: UniqueID(high: 7, low: 7))
    private(set) var documents: [DocumentKey: Document] = [:]
    private(set) var records: [EventRecord] = []
    private(set) var history: [FieldWrite] = []
    var downlink: [EventRecord] = []
    private var chain: Digest
    private var downlinkChains: [Digest]
    private var sealed: [DocumentKey: UInt64] = [:]
    private var dirty: Set<DocumentKey> = []
    private var clock = HybridClock()
    private let incarnation: IncarnationID

    init(_ incarnation: IncarnationID) {
        self.incarnation = incarnation
        chain = EventChain.start(of: incarnation, stream: .documents)
        downlinkChains = [EventChain.start(of: incarnation, stream: .downlink)]
    }

    mutating func edit(_ key: DocumentKey, _ edit: FieldEdit, at now: Timestamp) {
        var document = documents[key] ?? Document(key: key)
        guard EditCheck.refusal(of: edit, to: document, on: .hub, by: .standard) == nil else { return }
        document.write(edit, at: clock.tick(now: now), by: replica, base: nil)
        let dot = Dot(replica: replica, counter: document.versions[replica])
        history += document.writes.filter { $0.dot == dot }
        documents[key] = document
        dirty.insert(key)
    }

    mutating func send(_ kind: EventKind, _ payload: [UInt8]) {
        let record = EventRecord(
            seq: UInt64(downlink.count) + 1, kind: kind, priority: .routine, payload: payload)
        downlink.append(record)
        downlinkChains.append(EventChain.next(previous: downlinkChains[downlinkChains.count - 1], record: record))
    }

    /// One round; nothing when it is not the continuation of what is here.
    mutating func serve(_ request: RoundRequest, at now: Timestamp, downlinkMax: Int = 3) -> RoundAnswer? {
        if let batch = request.documents, !take(batch, now) { return nil }
        for key in dirty.sorted() {
            guard let document = documents[key],
                let patch = document.patch(of: replica, after: sealed[key] ?? 0)
            else { continue }
            sealed[key] = document.versions[replica]
            send(.documentPatch, patch.encode())
        }
        dirty = []
        let known = Int(request.hello.downlink?.seq ?? 0)
        let down = Array(downlink.dropFirst(known).prefix(downlinkMax))
        return RoundAnswer(
            round: request.hello.round, incarnation: incarnation,
            events: request.events.map { EventCursor(seq: $0.records.last?.seq ?? 0, chain: $0.chainAfter) }
                ?? request.hello.acknowledged,
            documents: EventCursor(seq: UInt64(records.count), chain: chain),
            downlink: down.isEmpty ? nil : EventBatch(records: down, following: downlinkChains[known]),
            hasMoreDownlink: known + down.count < downlink.count,
            segments: request.segments.map { SegmentOutcome(seq: $0.seq, kind: .stored) },
            clock: ClockStamps(agentSent: request.clock.agentSent), label: clock.last)
    }

    private mutating func take(_ batch: EventBatch, _ now: Timestamp) -> Bool {
        var running = batch.chainBefore
        for record in batch.records {
            if record.seq == UInt64(records.count) + 1 {
                guard running == chain, let patch = try? DocumentPatch.decode(record.payload) else { return false }
                var document = documents[patch.key] ?? Document(key: patch.key)
                let refusal = PatchCheck.refusal(of: patch, from: .edge(incarnation), to: document, by: .standard)
                guard refusal == nil else { return false }
                document.apply(patch)
                for write in patch.writes { clock.observe(write.label, now: now) }
                documents[patch.key] = document
                chain = EventChain.next(previous: chain, record: record)
                records.append(record)
            } else if record.seq > UInt64(records.count) {
                return false
            }
            running = EventChain.next(previous: running, record: record)
        }
        return running == batch.chainAfter
    }
}

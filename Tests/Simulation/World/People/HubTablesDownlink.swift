import Runtime
import SyncCore
import SyncWire
import Telemetry

/// The downlink, with the steps of `RoundStore.exchangeDownlink`.
extension HubTables {
    /// What of the downlink a round is answered with.
    struct DownlinkAnswer {
        var batch: EventBatch?
        var hasMore = false
        /// What the agent is known to have of it.
        var cursor: EventCursor
    }

    /// Takes note of what the agent has, seals what waits for it, and reads what follows.
    mutating func exchangeDownlink(
        _ hello: EventCursor, of key: Name, cursor: EventCursor?, at now: Timestamp
    ) -> DownlinkAnswer {
        var answer = DownlinkAnswer(cursor: cursor ?? firstContact(key))
        if hello.seq > answer.cursor.seq {
            guard acknowledge(hello, of: key, at: now) else { return answer }
            answer.cursor = hello
        } else if hello != answer.cursor {
            return answer
        }
        seal(after: hello, of: key, at: now)
        let rows = downlink[key] ?? []
        guard !rows.isEmpty else { return answer }
        answer.batch = EventBatch(records: rows.prefix(recordsMax).map(\.record), following: hello.chain)
        answer.hasMore = rows.count > recordsMax
        return answer
    }

    private mutating func firstContact(_ key: Name) -> EventCursor {
        wantAllDocuments(of: key.agent)
        wantCommandsAgain(of: key.agent)
        return EventCursor(seq: 0, chain: EventChain.start(of: key.incarnation, stream: .downlink))
    }

    private mutating func wantAllDocuments(of agent: AgentID) {
        for key in keys(of: agent) {
            documents[key]?.isDirty = true
            documents[key]?.sentIncarnation = nil
        }
    }

    /// Lets go of what the agent has; false when its history is not the hub's.
    private mutating func acknowledge(_ hello: EventCursor, of key: Name, at now: Timestamp) -> Bool {
        let rows = downlink[key] ?? []
        if let row = rows.first(where: { $0.record.seq == hello.seq }) {
            guard row.chain == hello.chain else { return false }
        } else {
            wantAllDocuments(of: key.agent)
        }
        for row in rows where row.record.seq <= hello.seq {
            guard let document = row.document else { continue }
            let known = documents[document.key]?.acknowledgedCounter ?? 0
            documents[document.key]?.acknowledgedCounter = max(known, document.counter)
            propagate(document.key, upTo: document.revision, at: now)
        }
        downlink[key] = rows.filter { $0.record.seq > hello.seq }
        return true
    }

    private mutating func seal(after hello: EventCursor, of key: Name, at now: Timestamp) {
        var head = hello
        if let row = downlink[key]?.last { head = EventCursor(seq: row.record.seq, chain: row.chain) }
        for document in keys(of: key.agent) where documents[document]?.isDirty == true {
            sealDocument(document, of: key, &head)
        }
        sealCommands(of: key, &head, at: now)
    }

    private mutating func sealDocument(_ name: DocumentKey, of key: Name, _ head: inout EventCursor) {
        guard var row = documents[name] else { return }
        let counter = row.document.versions[replica]
        if let patch = patch(of: row, for: key.incarnation) {
            append(.document(patch), of: key, &head, document: (name, row.revision, counter))
        }
        row.isDirty = false
        row.sentIncarnation = key.incarnation
        row.sentCounter = counter
        documents[name] = row
    }

    private func patch(of row: DocumentRow, for incarnation: IncarnationID) -> DocumentPatch? {
        guard row.sentIncarnation == incarnation else {
            let own = ReplicaID.edge(incarnation)
            return row.document.versions.dots.allSatisfy { $0.replica == own } ? nil : row.document.whole()
        }
        return row.document.patch(of: replica, after: row.sentCounter)
    }

    mutating func append(
        _ payload: DownlinkPayload, of key: Name, _ head: inout EventCursor,
        document: (key: DocumentKey, revision: Int, counter: UInt64)? = nil
    ) {
        let record = EventRecord(
            seq: head.seq + 1, kind: payload.kind, priority: .important, payload: payload.encode())
        head = EventCursor(seq: record.seq, chain: EventChain.next(previous: head.chain, record: record))
        downlink[key, default: []].append(DownlinkRow(record: record, chain: head.chain, document: document))
    }
}

/// What a round means for all tables, in the order of `RoundIntake`.
extension HubTables {
    /// Takes in documents and what the events say; answers with the downlink, unless nothing is taken of the round.
    mutating func take(
        _ decision: inout RoundDecision, _ hello: AgentHello, _ key: Name, after before: HubCursor,
        at now: Timestamp
    ) -> DownlinkAnswer? {
        guard decision.verdict == nil else {
            return before.downlink.map { DownlinkAnswer(cursor: $0) }
        }
        takeMachines(decision)
        takeEvents(decision.events, from: key.agent, at: now)
        takeDocuments(&decision, from: key.agent, key.incarnation, at: now)
        guard let after = hello.downlink else { return before.downlink.map { DownlinkAnswer(cursor: $0) } }
        return exchangeDownlink(after, of: key, cursor: before.downlink, at: now)
    }
}

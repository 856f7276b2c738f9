internal import HubTenancy
internal import Runtime
internal import SyncCore
public import SyncWire
public import Telemetry

/// The downlink: what the hub has for an agent, as a chained stream of the agent's incarnation.
///
/// What waits becomes records in the round's transaction; a record is kept until a later hello says that it is durable
/// on the agent. An answer that was lost is therefore answered again, with the same bytes.
extension RoundStore {
    /// Records that wait for an acknowledgement at most; more is sealed when some were acknowledged.
    private static let unacknowledgedMax = 4_096
    /// The last place that a cursor on the wire may name.
    private static let placeMax = UInt64(Int64.max) - 1
    /// Documents that are sealed in one round at most.
    private static let sealedMax = 256
    /// Bytes of one answer's records; a single larger one goes alone.
    private static let answerBytesMax = 1 << 20

    /// Takes note of what the agent has, seals what waits for it, and reads what follows.
    ///
    /// One statement when there is nothing. An agent whose downlink does not agree with the hub's gets none.
    public func exchangeDownlink(
        _ hello: EventCursor, cursor: EventCursor?, at now: Timestamp
    ) throws -> DownlinkAnswer {
        var answer = DownlinkAnswer()
        let known = try cursor ?? firstContact(at: now)
        if hello.seq > known.seq {
            guard try acknowledge(hello, at: now, &answer) else { return answer }
        } else if hello != known {
            return answer
        }
        let waiting = try waiting()
        if waiting.isSealable { try seal(after: hello, at: now) }
        if waiting.isSealable || waiting.hasRecords { try read(after: hello, &answer) }
        return answer
    }

    /// An incarnation that is new to the downlink is to have all documents of its agent, whole.
    private func firstContact(at now: Timestamp) throws(PostgresFailure) -> EventCursor {
        let start = EventCursor(seq: 0, chain: EventChain.start(of: incarnation, stream: .downlink))
        try moveCursor(of: Self.downlink, to: start)
        try wantAllDocuments()
        try wantCommandsAgain(at: now)
        return start
    }

    private func wantAllDocuments() throws(PostgresFailure) {
        try connection.execute(
            """
            UPDATE documents SET dirty = true, sent_incarnation = NULL
            WHERE tenant_id = $1 AND agent_id = $2 AND revision > 0
            """, [scope.tenant, agent])
    }

    private func waiting() throws(PostgresFailure) -> (isSealable: Bool, hasRecords: Bool) {
        let rows = try connection.query(
            """
            SELECT EXISTS (SELECT FROM documents WHERE tenant_id = $1 AND agent_id = $2 AND dirty)
                    OR EXISTS (SELECT FROM commands WHERE tenant_id = $1 AND agent_id = $2 AND waiting)
                    OR EXISTS (SELECT FROM command_key_sets s, agents a
                        WHERE a.tenant_id = $1 AND a.id = $2 AND s.version > a.command_keys) AS sealable,
                EXISTS (SELECT FROM sync_downlink WHERE tenant_id = $1 AND agent_id = $2 AND incarnation = $3)
                    AS records
            """, [scope.tenant, agent, incarnation])
        return (try rows.first?.value("sealable") ?? false, try rows.first?.value("records") ?? false)
    }

    /// Lets go of what the agent has; false when its history is not the hub's.
    private func acknowledge(
        _ hello: EventCursor, at now: Timestamp, _ answer: inout DownlinkAnswer
    ) throws -> Bool {
        let rows = try connection.query(
            "SELECT chain FROM sync_downlink \(Self.ofIncarnation) AND seq = $4",
            [scope.tenant, agent, incarnation, hello.seq])
        if let row = rows.first {
            guard try row.value("chain", as: [UInt8].self) == hello.chain.bytes else { return false }
        } else {
            // The agent has more than this database ever sealed: it went back in time. All is said again after that.
            try wantAllDocuments()
        }
        try moveCursor(of: Self.downlink, to: hello)
        let gone = try connection.query(
            """
            WITH gone AS (DELETE FROM sync_downlink \(Self.ofIncarnation) AND seq <= $4
                RETURNING document_kind, document_subject, revision, counter)
            SELECT document_kind, document_subject, max(revision) AS revision, max(counter) AS counter FROM gone
            WHERE document_kind IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 2
            """, [scope.tenant, agent, incarnation, hello.seq])
        try noteAcknowledged(gone, at: now, &answer)
        return true
    }

    private func noteAcknowledged(
        _ gone: PostgresRows, at now: Timestamp, _ answer: inout DownlinkAnswer
    ) throws {
        let documents = DocumentStore(connection, scope: scope)
        for row in gone {
            let kind: String = try row.value("document_kind")
            let subject: String = try row.value("document_subject")
            let counter: Int64 = try row.value("counter")
            let revision: Int64 = try row.value("revision")
            let rows = try connection.query(
                """
                UPDATE documents SET acknowledged_counter = greatest(acknowledged_counter, $4)
                WHERE tenant_id = $1 AND kind = $2 AND subject = $3
                RETURNING EXISTS (SELECT FROM conflicts c WHERE c.tenant_id = $1 AND c.kind = $2 AND c.subject = $3
                    AND c.state NOT IN ('closed', 'superseded') AND c.state = 'resolved') AS resolved
                """, [scope.tenant, kind, subject, counter])
            guard try rows.first?.value("resolved") ?? false,
                let key = DocumentKey(kind: DocumentKind(rawValue: kind), subject: subject)
            else { continue }
            try documents.propagate(key, upTo: revision, at: now)
        }
    }

    /// Makes records of what waits, after the last one that was sealed.
    private func seal(after hello: EventCursor, at now: Timestamp) throws {
        let rows = try connection.query(
            "SELECT seq, chain FROM sync_downlink \(Self.ofIncarnation) ORDER BY seq DESC LIMIT 1",
            [scope.tenant, agent, incarnation])
        var head = hello
        if let row = rows.first, let chain = Digest(bytes: try row.value("chain", as: [UInt8].self)) {
            let seq: Int64 = try row.value("seq")
            head = EventCursor(seq: UInt64(clamping: seq), chain: chain)
        }
        // An agent may say that it has any place that the wire can name; none is given after the last of them.
        let places = Self.placeMax - min(head.seq, Self.placeMax)
        let room = min(Self.unacknowledgedMax - Int(clamping: head.seq &- hello.seq), Int(clamping: places) / 2 - 16)
        guard room > 0 else { return }
        try sealDocuments(&head, most: min(room, Self.sealedMax))
        try sealCommands(&head, most: min(room, Self.sealedMax), at: now)
    }

    private func sealDocuments(_ head: inout EventCursor, most: Int) throws {
        let hub = try DocumentStore(connection, scope: scope).hubReplica()
        let rows = try connection.query(
            """
            SELECT * FROM documents WHERE tenant_id = $1 AND agent_id = $2 AND dirty
            ORDER BY kind, subject LIMIT $3 FOR UPDATE
            """, [scope.tenant, agent, most])
        for row in rows {
            let kind = DocumentKind(rawValue: try row.value("kind"))
            guard let key = DocumentKey(kind: kind, subject: try row.value("subject")) else { continue }
            let stored = try StoredDocument(row, key)
            let counter = stored.document.versions[hub]
            if let patch = try patch(of: stored.document, row, hub) {
                let payload = DownlinkPayload.document(patch)
                head = try append(payload, after: head, document: stored, counter: counter, command: nil)
            }
            try connection.execute(
                """
                UPDATE documents SET dirty = false, sent_incarnation = $4, sent_replica = $5, sent_counter = $6
                WHERE tenant_id = $1 AND kind = $2 AND subject = $3
                """, [scope.tenant, key.kind.rawValue, key.subject, incarnation, hub.id, counter])
        }
    }

    /// What the hub wrote since it last told this incarnation of the document; all of it when it never did, and
    /// nothing when all of it came from there.
    private func patch(of document: Document, _ row: PostgresRow, _ hub: ReplicaID) throws -> DocumentPatch? {
        guard try row.value("sent_incarnation", as: IncarnationID?.self) == incarnation,
            try row.value("sent_replica", as: UniqueID?.self) == hub.id
        else {
            let own = ReplicaID.edge(incarnation)
            return document.versions.dots.allSatisfy { $0.replica == own } ? nil : document.whole()
        }
        let sent: Int64 = try row.value("sent_counter")
        return document.patch(of: hub, after: UInt64(clamping: sent))
    }

    /// Adds a record to the stream; the cursor is that after it.
    func append(
        _ payload: DownlinkPayload, after head: EventCursor, document: StoredDocument?, counter: UInt64?,
        command: DeviceCommandID?
    ) throws(PostgresFailure) -> EventCursor {
        let bytes = payload.encode()
        let seq = head.seq + 1
        let chain = EventChain.next(previous: head.chain, seq: seq, kind: payload.kind, payload: bytes)
        try connection.execute(
            """
            INSERT INTO sync_downlink (tenant_id, agent_id, incarnation, seq, kind, payload, chain, document_kind,
                document_subject, revision, counter, command_id)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
            """,
            [
                scope.tenant, agent, incarnation, seq, Int32(payload.kind.rawValue), bytes, chain.bytes,
                document?.key.kind.rawValue, document?.key.subject, document?.revision, counter, command,
            ])
        return EventCursor(seq: seq, chain: chain)
    }

    /// The records after those that the agent has, as many as fit one answer.
    private func read(after hello: EventCursor, _ answer: inout DownlinkAnswer) throws {
        let rows = try connection.query(
            """
            SELECT seq, kind, payload, chain FROM (
                SELECT seq, kind, payload, chain, sum(length(payload)) OVER (ORDER BY seq) AS bytes
                FROM sync_downlink \(Self.ofIncarnation) AND seq > $4 ORDER BY seq LIMIT 1024) AS waiting
            WHERE bytes <= $5 OR seq = $4 + 1 ORDER BY seq
            """, [scope.tenant, agent, incarnation, hello.seq, Self.answerBytesMax])
        var records: [EventRecord] = []
        for row in rows {
            let seq: Int64 = try row.value("seq")
            let kind: Int = try row.value("kind")
            records.append(
                EventRecord(
                    seq: UInt64(clamping: seq), kind: EventKind(rawValue: UInt16(clamping: kind)),
                    priority: .important, payload: try row.value("payload")))
        }
        guard let last = records.last else { return }
        answer.batch = EventBatch(records: records, following: hello.chain)
        answer.hasMore =
            try connection.query(
                "SELECT FROM sync_downlink \(Self.ofIncarnation) AND seq = $4",
                [scope.tenant, agent, incarnation, last.seq + 1]
            ).count > 0
        if !answer.hasMore { answer.hasMore = try waiting().isSealable }
    }

    private static let ofIncarnation = "WHERE tenant_id = $1 AND agent_id = $2 AND incarnation = $3"
}

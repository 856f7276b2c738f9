internal import HubTenancy
public import SyncCore
public import SyncWire
internal import Telemetry

/// What branches of one folder share: records and segments that came from another incarnation already.
extension RoundStore {
    /// What of a round is known from other incarnations of the agent; asks nothing where there are none.
    public func sharedPast(
        of request: RoundRequest, after cursor: EventCursor
    ) throws -> SharedPast {
        try sharedPast(of: SharedPast.identities(of: request, after: cursor.seq), segments: request.segments)
    }

    /// The same for what was kept apart.
    public func sharedPast(
        of events: [(seq: UInt64, names: [RecordOrigin])], segments: [SegmentRecord]
    ) throws -> SharedPast {
        if others.isEmpty { return .none }
        var shared = SharedPast(events: try sharedEvents(events))
        try addSegments(SharedPast.numbers(of: segments), to: &shared)
        return shared
    }

    /// The seqs of those records of which the hub has one of the names from another incarnation.
    func sharedEvents(_ identities: [(seq: UInt64, names: [RecordOrigin])]) throws -> Set<UInt64> {
        var names: [IncarnationID: [UInt64]] = [:]
        for name in identities.flatMap(\.names) { names[name.incarnation, default: []].append(name.seq) }
        var known: [IncarnationID: [UInt64: Set<[UInt8]>]] = [:]
        for (incarnation, seqs) in names.sorted(by: { $0.key < $1.key }) {
            known[incarnation] = try links(of: incarnation, from: seqs.min() ?? 0, to: seqs.max() ?? 0)
        }
        return Set(
            identities.filter { identity in
                identity.names.contains {
                    known[$0.incarnation]?[$0.seq]?.contains(Self.link($0.chain)) == true
                }
            }.map(\.seq))
    }

    /// Keeps the running digests of records that were taken in, under this incarnation and under what they were.
    public func keepLinks(_ taken: [(seq: UInt64, names: [RecordOrigin])]) throws {
        let own = taken.compactMap { record in record.names.last.map { (record.seq, $0.chain) } }
        if let first = own.first?.0, let last = own.last?.0, last - first == UInt64(own.count) - 1 {
            try keep(incarnation, first: first, last: last, own.flatMap { Self.link($0.1) })
        } else {
            for (seq, chain) in own { try keep(incarnation, first: seq, last: seq, Self.link(chain)) }
        }
        for origin in taken.flatMap({ $0.names.dropLast() }) {
            try keep(origin.incarnation, first: origin.seq, last: origin.seq, Self.link(origin.chain))
        }
    }

    /// What other incarnations sent of some segments, themselves or in what stands for them.
    private func addSegments(_ seqs: [UInt64], to shared: inout SharedPast) throws {
        if seqs.isEmpty { return }
        let rows = try connection.query(
            """
            SELECT seq, digest, original FROM sync_segments
            WHERE tenant_id = $1 AND agent_id = $2 AND incarnation = ANY($3) AND seq = ANY($4)
                AND (stored OR original IS NOT NULL)
            """, [scope.tenant, agent, others, seqs])
        for row in rows {
            let seq = UInt64(clamping: try row.value("seq", as: Int64.self))
            guard let digest = Digest(bytes: try row.value("digest", as: [UInt8].self)) else { continue }
            if let original = try row.value("original", as: [UInt8]?.self) {
                shared.replaced[SegmentReference(seq: seq, digest: Digest(bytes: original))] = digest
            } else {
                shared.segments[seq, default: []].insert(digest)
            }
        }
    }

    /// The first half of a running digest: enough to know a record again, and half the room.
    static func link(_ chain: Digest) -> [UInt8] { Array(chain.bytes.prefix(linkBytes)) }

    private static let linkBytes = 16

    private func keep(
        _ name: IncarnationID, first: UInt64, last: UInt64, _ links: [UInt8]
    ) throws(PostgresFailure) {
        try connection.execute(
            """
            INSERT INTO sync_links (tenant_id, agent_id, incarnation, via, first_seq, last_seq, links)
            VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING
            """, [scope.tenant, agent, name, incarnation, first, last, links])
    }

    private func links(
        of name: IncarnationID, from first: UInt64, to last: UInt64
    ) throws -> [UInt64: Set<[UInt8]>] {
        let rows = try connection.query(
            """
            SELECT first_seq, links FROM sync_links
            WHERE tenant_id = $1 AND agent_id = $2 AND incarnation = $3 AND via <> $4 AND last_seq >= $5
                AND first_seq <= $6
            """, [scope.tenant, agent, name, incarnation, first, last])
        var found: [UInt64: Set<[UInt8]>] = [:]
        for row in rows {
            let start: Int64 = try row.value("first_seq")
            let bytes: [UInt8] = try row.value("links")
            for index in 0..<bytes.count / Self.linkBytes {
                let link = Array(bytes[index * Self.linkBytes..<(index + 1) * Self.linkBytes])
                found[UInt64(clamping: start) + UInt64(index), default: []].insert(link)
            }
        }
        return found
    }
}

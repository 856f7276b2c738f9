internal import HubTenancy
internal import SyncCore
public import SyncWire
public import Telemetry

/// Readings that are here already: each branch of a folder sealed what they share into a segment of its own.
extension RoundStore {
    /// A content without the readings that are here from another incarnation of the agent, or, of a segment that is
    /// partly known or of a time that is in doubt, from this one as well; nothing when it has none.
    ///
    /// Asks one row where no other incarnation sent readings of the same time, which is every round of an agent whose
    /// folder was never restored or copied; only else `content` is called, for the content of these times.
    public func withoutShared(
        of times: ClosedRange<Int64>?, isPartlyKnown: Bool, isDoubted: Bool, machines: [MachineKey: MachineRow],
        content: () throws -> SegmentContent
    ) throws -> SegmentContent? {
        let from = isPartlyKnown || isDoubted ? others + [incarnation] : others
        guard !from.isEmpty, let range = times else { return nil }
        // The last bucket of aggregates reaches past its time.
        let times = range.lowerBound...range.upperBound.addingSaturating(SharedReadings.widestBucket)
        guard try isOverlapped(times, from) else { return nil }
        return try sharedReadings(in: content(), times, machines).rest(isPartlyKnown: isPartlyKnown)
    }

    private func isOverlapped(_ times: ClosedRange<Int64>, _ from: [IncarnationID]) throws -> Bool {
        let rows = try connection.query(
            """
            SELECT FROM sync_segments WHERE tenant_id = $1 AND agent_id = $2 AND last_time >= $3 AND first_time <= $4
                AND incarnation = ANY($5) AND stored ORDER BY last_time LIMIT 1
            """,
            [
                scope.tenant, agent, Timestamp(microseconds: times.lowerBound),
                Timestamp(microseconds: times.upperBound), from,
            ])
        return rows.first != nil
    }

    private func sharedReadings(
        in content: SegmentContent, _ times: ClosedRange<Int64>, _ machines: [MachineKey: MachineRow]
    ) throws -> SharedReadings {
        let keys = Dictionary(
            content.blocks.compactMap { block in machines[block.machine].map { ($0.machine, block.machine) } },
            uniquingKeysWith: { first, _ in first })
        let named = Set(content.blocks.flatMap(\.columns).map(\.metric))
        let metrics = named.union(named.compactMap { MetricAggregate.parse($0)?.metric })
        var shared = SharedReadings(of: content)
        // A segment says of which times it is: what the hub has of them may be years, and is read a part at a time.
        try connection.eachRow(
            of: """
                SELECT s.machine_id, s.metric, \(ChunkSQL.columns) FROM series s
                JOIN chunks c ON c.tenant_id = s.tenant_id AND c.series = s.id
                WHERE s.tenant_id = $1 AND s.machine_id = ANY($2) AND s.metric = ANY($3)
                    AND t0 >= $6 AND t0 <= $5 AND t1 >= $4
                """,
            [
                scope.tenant, Array(keys.keys), metrics.map(\.text), times.lowerBound, times.upperBound,
                times.lowerBound.subtractingSaturating(PackedChunk.dayMicroseconds),
            ]
        ) { row in
            guard let machine = keys[try row.value("machine_id")], let metric = MetricName(try row.value("metric"))
            else { return }
            let chunk = try ChunkSQL.chunk(row)
            shared.add(machine, metric, times: chunk.times, values: chunk.values.values(count: chunk.count))
        }
        return shared
    }
}

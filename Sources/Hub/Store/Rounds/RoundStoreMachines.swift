internal import HubTenancy
internal import SyncWire
public import Telemetry

/// From the names of the edge to rows: machines and their series.
extension RoundStore {
    /// The rows of machines; one that nobody knew becomes a discovered machine that waits for approval,
    /// its readings kept.
    ///
    /// A machine that people made with the same factory and name is taken; once bound, a machine may be renamed.
    public func machines(_ keys: Set<MachineKey>, at now: Timestamp) throws -> [MachineKey: MachineRow] {
        if keys.isEmpty { return [:] }
        let sorted = keys.sorted()
        let rows = try connection.query(
            """
            SELECT b.factory, b.machine, m.id, m.factory_id
            FROM unnest($2::text[], $3::text[]) AS k(factory, machine)
            JOIN machine_bindings b ON b.tenant_id = $1 AND b.factory = k.factory AND b.machine = k.machine
            JOIN machines m ON m.tenant_id = b.tenant_id AND m.id = b.machine_id
            WHERE m.deleted_at IS NULL
            """, [scope.tenant, sorted.map(\.factory), sorted.map(\.machine)])
        var found: [MachineKey: MachineRow] = [:]
        for row in rows {
            guard let key = MachineKey(factory: try row.value("factory"), machine: try row.value("machine")) else {
                continue
            }
            found[key] = MachineRow(machine: try row.value("id"), factory: try row.value("factory_id"))
        }
        for key in sorted where found[key] == nil { found[key] = try bind(key, at: now) }
        return found
    }

    private func bind(_ key: MachineKey, at now: Timestamp) throws -> MachineRow {
        let factory = try self.factory(named: key.factory)
        let isNew =
            try connection.execute(
                """
                INSERT INTO machines (tenant_id, id, factory_id, name, discovered, agent_id)
                VALUES ($1, gen_random_uuid(), $2, $3, true, $4)
                ON CONFLICT (tenant_id, factory_id, name) WHERE deleted_at IS NULL DO NOTHING
                """, [scope.tenant, factory, key.machine, agent]) == 1
        let machine: MachineID = try one(
            connection.query(
                "SELECT id FROM machines WHERE tenant_id = $1 AND factory_id = $2 AND name = $3 AND deleted_at IS NULL",
                [scope.tenant, factory, key.machine]))
        try connection.execute(
            """
            INSERT INTO machine_bindings (tenant_id, factory, machine, machine_id) VALUES ($1, $2, $3, $4)
            ON CONFLICT (tenant_id, factory, machine) DO UPDATE SET machine_id = excluded.machine_id
            """, [scope.tenant, key.factory, key.machine, machine])
        if isNew { try audit("MACHINE_DISCOVERED", of: "machine", machine.description, at: now) }
        try takeUpDocument(of: key, machine, isNew: isNew, at: now)
        return MachineRow(machine: machine, factory: factory, isTakenUp: true)
    }

    private func factory(named name: String) throws(PostgresFailure) -> FactoryID {
        try connection.execute(
            """
            INSERT INTO factories (tenant_id, id, name) VALUES ($1, gen_random_uuid(), $2)
            ON CONFLICT (tenant_id, name) WHERE deleted_at IS NULL DO NOTHING
            """, [scope.tenant, name])
        return try one(
            connection.query(
                "SELECT id FROM factories WHERE tenant_id = $1 AND name = $2 AND deleted_at IS NULL",
                [scope.tenant, name]))
    }

    /// The numbers of a segment's series, in its order; new ones are made, and a changed unit is taken over.
    func seriesNumbers(
        _ segment: PackedSegment, _ machines: [MachineKey: MachineRow]
    ) throws(PostgresFailure) -> [Int32] {
        var numbers: [Int32] = []
        var ids: [MachineID] = []
        for series in segment.series {
            guard let row = machines[series.machine] else {
                throw PostgresFailure(kind: .other, detail: "machine \(series.machine) has no row")
            }
            ids.append(row.machine)
        }
        let metrics = segment.series.map(\.metric)
        try seriesRows(ids, metrics: metrics, units: segment.units)
        let rows = try connection.query(
            """
            SELECT s.id FROM unnest($2::uuid[], $3::text[]) WITH ORDINALITY AS k(machine, metric, place)
            JOIN series s ON s.tenant_id = $1 AND s.machine_id = k.machine AND s.metric = k.metric ORDER BY k.place
            """, [scope.tenant, ids, metrics.map(\.text)])
        for row in rows { numbers.append(try row.value(0)) }
        guard numbers.count == ids.count else {
            throw PostgresFailure(kind: .other, detail: "\(ids.count) series have \(numbers.count) rows")
        }
        return numbers
    }

    /// Makes the rows of series that are not there, and takes over units that changed.
    func seriesRows(_ machines: [MachineID], metrics: [MetricName], units: [String]) throws(PostgresFailure) {
        try connection.execute(
            """
            INSERT INTO series AS s (tenant_id, machine_id, metric, unit, derived)
            SELECT $1, k.machine, k.metric, k.unit, k.derived
            FROM unnest($2::uuid[], $3::text[], $4::text[], $5::bool[]) AS k(machine, metric, unit, derived)
            WHERE NOT EXISTS (SELECT FROM series e WHERE e.tenant_id = $1 AND e.machine_id = k.machine
                AND e.metric = k.metric AND e.unit = k.unit)
            ORDER BY k.machine, k.metric
            ON CONFLICT (tenant_id, machine_id, metric) DO UPDATE SET unit = excluded.unit WHERE s.unit <> excluded.unit
            """, [scope.tenant, machines, metrics.map(\.text), units, metrics.map(\.isDerived)])
    }

    /// The only column of the only row.
    private func one<Value: PostgresDecodable>(_ rows: PostgresRows) throws(PostgresFailure) -> Value {
        guard let row = rows.first else {
            throw PostgresFailure(kind: .serialization, detail: "a row went away while it was being used")
        }
        return try row.value(0)
    }
}

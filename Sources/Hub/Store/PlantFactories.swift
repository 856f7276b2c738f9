public import HubPlant
public import HubTenancy
internal import Runtime
public import Telemetry

extension PlantStore {
    /// The factories by name.
    public func factories(limit: Int, offset: Int, _ scope: TenantScope) async throws -> Page<Factory> {
        try await pool.withTransaction(scope: scope) { connection in
            let rows = try connection.query(
                "SELECT * FROM factories WHERE deleted_at IS NULL ORDER BY name LIMIT $1 OFFSET $2", [limit, offset])
            let total = try connection.count("SELECT count(*) FROM factories WHERE deleted_at IS NULL")
            return Page(items: try rows.map(Factory.init), total: total)
        }
    }

    /// One factory; nothing when there is none such for this tenant.
    public func factory(_ id: FactoryID, _ scope: TenantScope) async throws -> Factory? {
        try await pool.withTransaction(scope: scope) { try Self.factory(id, $0) }
    }

    /// Makes a factory; nothing when its name is taken.
    ///
    /// With an id that was given before, the factory of that name which was made with it is returned.
    public func makeFactory(
        _ draft: FactoryChange, as given: FactoryID? = nil, by actor: Actor, at now: Timestamp, _ scope: TenantScope
    ) async throws -> Factory? {
        var random = SystemRandomNumberGenerator()
        let id = given ?? FactoryID.timeOrdered(at: now, using: &random)
        do {
            return try await pool.withTransaction(scope: scope) { connection in
                try connection.execute(
                    """
                    INSERT INTO factories (tenant_id, id, name, location, time_zone, tariff_per_kwh, created_at)
                    VALUES ($1, $2, $3, coalesce($4, ''), coalesce($5, 'UTC'), coalesce($6, 0.12), $7)
                    """,
                    [scope.tenant, id, draft.name, draft.location, draft.timeZone, draft.tariff, now])
                try connection.appendAudit("FACTORY_CREATED", of: "factory", id.description, by: actor, at: now)
                return try Self.factory(id, connection)
            }
        } catch let failure as PostgresFailure where failure.kind == .uniqueViolation {
            guard given != nil, let made = try await factory(id, scope), made.name == draft.name else { return nil }
            return made
        }
    }

    /// Changes what is given of a factory.
    public func change(
        _ id: FactoryID, _ change: FactoryChange, by actor: Actor, at now: Timestamp, _ scope: TenantScope
    ) async throws -> ChangeOutcome<Factory> {
        do {
            return try await pool.withTransaction(scope: scope) { connection in
                let touched = try connection.execute(
                    """
                    UPDATE factories SET name = coalesce($2, name), location = coalesce($3, location),
                        time_zone = coalesce($4, time_zone), tariff_per_kwh = coalesce($5, tariff_per_kwh),
                        updated_at = $6, revision = revision + 1
                    WHERE id = $1 AND deleted_at IS NULL
                    """, [id, change.name, change.location, change.timeZone, change.tariff, now])
                guard touched == 1, let factory = try Self.factory(id, connection) else { return .notFound }
                try connection.appendAudit("FACTORY_CHANGED", of: "factory", id.description, by: actor, at: now)
                return .done(factory)
            }
        } catch let failure as PostgresFailure where failure.kind == .uniqueViolation {
            return .taken
        }
    }

    /// Removes a factory that has no machines on its lists.
    public func removeFactory(
        _ id: FactoryID, by actor: Actor, at now: Timestamp, _ scope: TenantScope
    ) async throws -> RemovalOutcome {
        try await pool.withTransaction(scope: scope) { connection in
            guard
                try connection.query(
                    "SELECT 1 FROM factories WHERE id = $1 AND deleted_at IS NULL FOR UPDATE", [id]
                ).count == 1
            else { return .notFound }
            let machines = try connection.query(
                "SELECT 1 FROM machines WHERE factory_id = $1 AND deleted_at IS NULL LIMIT 1", [id])
            guard machines.count == 0 else { return .inUse }
            try connection.execute("UPDATE factories SET deleted_at = $2 WHERE id = $1", [id, now])
            try connection.appendAudit("FACTORY_REMOVED", of: "factory", id.description, by: actor, at: now)
            return .done
        }
    }

    static func factory(_ id: FactoryID, _ connection: PostgresConnection) throws -> Factory? {
        try connection.query("SELECT * FROM factories WHERE id = $1 AND deleted_at IS NULL", [id])
            .first.map(Factory.init)
    }
}

extension Factory {
    init(_ row: PostgresRow) throws {
        let location: String = try row.value("location")
        self.init(
            id: try row.value("id"), name: try row.value("name"), location: location.isEmpty ? nil : location,
            timeZone: try row.value("time_zone"), tariff: try row.value("tariff_per_kwh"),
            createdAt: try row.value("created_at"))
    }
}

public import HubModels
public import HubTenancy
internal import SyncCore
public import SyncWire
public import Telemetry

/// The forests of machines, and which of them each machine is to run.
///
/// Which one a machine runs is a field of its document (`model.forest`), and goes down with the agent's next round; a
/// row is marked in the same transaction.
public struct ForestStore: Sendable {
    private let pool: PostgresPool

    /// A store on a pool whose connections have taken on the application's role.
    public init(_ pool: PostgresPool) {
        self.pool = pool
    }

    /// The versions of a machine's forest, the newest first; nothing when the tenant has no such machine.
    public func cards(of machine: MachineID, _ scope: TenantScope) async throws -> [ForestCard]? {
        try await pool.withTransaction(scope: scope) { connection in
            guard try Self.exists(machine, connection) else { return nil }
            return try connection.query(
                "\(Self.columns) WHERE machine_id = $1 ORDER BY version DESC", [machine]
            ).map(ForestCard.init)
        }
    }

    /// The version that the next forest of a machine is to have.
    public func nextVersion(of machine: MachineID, _ scope: TenantScope) async throws -> Int {
        try await pool.withTransaction(scope: scope) { connection in
            try connection.count(
                "SELECT coalesce(max(version), 0) + 1 FROM machine_forests WHERE machine_id = $1", [machine])
        }
    }

    /// Stores a forest; where an agent serves the machine, it is to run it from now on.
    ///
    /// Older versions go beyond `FitBounds.versionsMax`. A version that another hub made meanwhile is a `CONFLICT`.
    public func keep(
        _ forest: FittedForest, by actor: Actor, at now: Timestamp, _ scope: TenantScope
    ) async throws -> ForestCard? {
        try await pool.withTransaction(scope: scope) { connection in
            guard try Self.exists(forest.machine, connection, locking: true) else { return nil }
            try connection.execute(
                """
                INSERT INTO machine_forests (tenant_id, machine_id, version, features, samples, trees, rows,
                    trained_from, trained_to, threshold, digest, bytes, snapshot, created_at, created_by,
                    created_by_name)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
                """,
                [
                    scope.tenant, forest.machine, forest.version, forest.features.map(\.text), forest.samples,
                    forest.trees, forest.rows, forest.trained.lowerBound, forest.trained.upperBound, forest.threshold,
                    forest.digest.bytes, forest.snapshot.count, forest.snapshot, now, actor.user, actor.name,
                ])
            let key = "\(forest.machine)/\(forest.version)"
            try connection.appendAudit("FOREST_FITTED", of: "forest", key, by: actor, at: now)
            // Before the new one is deployed: the one that ran until now stays, for whoever wants it back.
            try connection.execute(
                """
                DELETE FROM machine_forests WHERE machine_id = $1 AND NOT deployed AND version <= $2
                """, [forest.machine, forest.version - FitBounds.versionsMax])
            _ = try Self.deploy(forest.version, of: forest.machine, by: actor, at: now, connection, scope)
            return try Self.card(forest.version, of: forest.machine, connection)
        }
    }

    /// Has a machine run a version; nothing when there is none such.
    ///
    /// Throws `DocumentFailure.machineNotServed` for a machine that no agent serves.
    public func deploy(
        _ version: Int, of machine: MachineID, by actor: Actor, at now: Timestamp, _ scope: TenantScope
    ) async throws -> ForestCard? {
        try await pool.withTransaction(scope: scope) { connection in
            guard try Self.exists(machine, connection, locking: true),
                try Self.card(version, of: machine, connection) != nil
            else { return nil }
            guard try Self.deploy(version, of: machine, by: actor, at: now, connection, scope) else {
                throw DocumentFailure.machineNotServed
            }
            return try Self.card(version, of: machine, connection)
        }
    }

    /// Has a machine run no forest; false when the tenant has no such machine.
    public func withdraw(
        _ machine: MachineID, by actor: Actor, at now: Timestamp, _ scope: TenantScope
    ) async throws -> Bool {
        try await pool.withTransaction(scope: scope) { connection in
            guard try Self.exists(machine, connection, locking: true) else { return false }
            try Self.markNone(of: machine, connection)
            _ = try PlantStore.write(
                [Self.edit(nil, by: actor)], to: machine, at: now, DocumentStore(connection, scope: scope))
            try connection.appendAudit("FOREST_WITHDRAWN", of: "forest", machine.description, by: actor, at: now)
            return true
        }
    }

    /// A piece of the bytes of a forest, of a machine that the agent serves; nothing for any other digest or place.
    public func piece(
        of digest: Digest, from offset: Int, for agent: AgentID, _ scope: TenantScope
    ) async throws -> [UInt8]? {
        try await pool.withTransaction(scope: scope) { connection in
            let rows = try connection.query(
                """
                SELECT substring(f.snapshot FROM $3 + 1 FOR $4) AS piece FROM machine_forests f
                JOIN machines m ON m.tenant_id = f.tenant_id AND m.id = f.machine_id
                WHERE f.tenant_id = $1 AND f.digest = $2 AND m.agent_id = $5 AND m.deleted_at IS NULL
                    AND f.bytes > $3 LIMIT 1
                """,
                [scope.tenant, digest.bytes, Int32(clamping: offset), Int32(ModelWish.pieceBytesMax), agent])
            return try rows.first?.value("piece")
        }
    }

    /// Marks a version and writes it into the document; false, and nothing done, for a machine that is not served.
    private static func deploy(
        _ version: Int, of machine: MachineID, by actor: Actor, at now: Timestamp, _ connection: PostgresConnection,
        _ scope: TenantScope
    ) throws -> Bool {
        guard let card = try card(version, of: machine, connection) else { return false }
        let wish = ModelWish(version: version, digest: card.digest, bytes: card.bytes)
        let isServed = try PlantStore.write(
            [edit(wish.value, by: actor)], to: machine, at: now, DocumentStore(connection, scope: scope))
        guard isServed else { return false }
        try markNone(of: machine, connection)
        try connection.execute(
            "UPDATE machine_forests SET deployed = true WHERE machine_id = $1 AND version = $2", [machine, version])
        try connection.appendAudit("FOREST_DEPLOYED", of: "forest", "\(machine)/\(version)", by: actor, at: now)
        return true
    }

    private static func markNone(of machine: MachineID, _ connection: PostgresConnection) throws {
        try connection.execute(
            "UPDATE machine_forests SET deployed = false WHERE machine_id = $1 AND deployed", [machine])
    }

    /// Only the hub itself writes the field; who asked for it was checked by the call's own rules.
    private static func edit(_ value: FieldValue?, by actor: Actor) -> FieldEdit {
        FieldEdit(path: FieldPath(known: "model.forest"), value: value, actor: actor.name, authority: .system)
    }

    private static func card(
        _ version: Int, of machine: MachineID, _ connection: PostgresConnection
    ) throws -> ForestCard? {
        try connection.query("\(columns) WHERE machine_id = $1 AND version = $2", [machine, version])
            .first.map(ForestCard.init)
    }

    private static func exists(
        _ machine: MachineID, _ connection: PostgresConnection, locking: Bool = false
    ) throws -> Bool {
        try connection.query(
            "SELECT FROM machines WHERE id = $1 AND deleted_at IS NULL\(locking ? " FOR UPDATE" : "")", [machine]
        ).count > 0
    }

    private static let columns = """
        SELECT machine_id, version, features, samples, trees, rows, trained_from, trained_to, threshold, digest, bytes,
            deployed, created_at, created_by_name
        FROM machine_forests
        """
}

extension ForestCard {
    init(_ row: PostgresRow) throws {
        let names: [String] = try row.value("features")
        let digest: [UInt8] = try row.value("digest")
        let (from, to): (Timestamp, Timestamp) = (try row.value("trained_from"), try row.value("trained_to"))
        guard let digest = Digest(bytes: digest), from <= to else {
            throw PostgresFailure(kind: .other, detail: "a forest's row is not as it was written")
        }
        self.init(
            machine: try row.value("machine_id"), version: try row.value("version"),
            features: names.compactMap { MetricName($0) }, trained: from...to, rows: try row.value("rows"),
            trees: try row.value("trees"), samples: try row.value("samples"), threshold: try row.value("threshold"),
            digest: digest, bytes: try row.value("bytes"), createdAt: try row.value("created_at"),
            createdBy: try row.value("created_by_name"), isDeployed: try row.value("deployed"))
    }
}

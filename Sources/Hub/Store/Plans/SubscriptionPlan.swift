/// What a tenant gets for its subscription (access.md, Plans); data from `hub-config/plans.yaml`.
public struct SubscriptionPlan: Sendable, Equatable {
    /// As `STANDARD`.
    public var id: String
    /// What people call it.
    public var name: String
    /// Dashboard widgets, report columns, workflow steps and edge models together.
    public var slots: Int
    /// What the tenant may store in all, in bytes.
    public var storageBytes: Int64
    /// How many workflows there may be.
    public var workflows: Int
    /// How many dashboards there may be.
    public var dashboards: Int
    /// Requests in each window of `windowSeconds`.
    public var requests: Int
    /// 900 unless the plan says otherwise.
    public var windowSeconds: Int
    /// Nothing: unlimited.
    public var agents: Int?
    /// How many days readings and rollups are kept.
    public var retention: RetentionDays

    /// A plan as the file has it; `SchemaMigrator.store(plans:)` writes it.
    public init(
        id: String, name: String, slots: Int, storageBytes: Int64, workflows: Int, dashboards: Int, requests: Int,
        windowSeconds: Int = 900, agents: Int?, retention: RetentionDays
    ) {
        self.id = id
        self.name = name
        self.slots = slots
        self.storageBytes = storageBytes
        self.workflows = workflows
        self.dashboards = dashboards
        self.requests = requests
        self.windowSeconds = windowSeconds
        self.agents = agents
        self.retention = retention
    }

    func store(on connection: PostgresConnection) throws(PostgresFailure) {
        try connection.execute(
            """
            INSERT INTO subscription_plans (id, name, ml_slots, storage_limits, workflows, dashboards,
                requests_per_window, window_seconds, agents, retention)
            VALUES ($1, $2, $3, jsonb_build_object('total', $4::bigint), $5, $6, $7, $8, $9,
                jsonb_build_object('raw', $10::int, '1m', $11::int, '1h', $12::int, '1d', $13::int))
            ON CONFLICT (id) DO UPDATE SET name = excluded.name, ml_slots = excluded.ml_slots,
                storage_limits = excluded.storage_limits, workflows = excluded.workflows,
                dashboards = excluded.dashboards, requests_per_window = excluded.requests_per_window,
                window_seconds = excluded.window_seconds, agents = excluded.agents, retention = excluded.retention,
                updated_at = now()
            """,
            [
                id, name, slots, storageBytes, workflows, dashboards, requests, windowSeconds, agents,
                retention.raw, retention.minutes, retention.hours, retention.days,
            ])
    }
}

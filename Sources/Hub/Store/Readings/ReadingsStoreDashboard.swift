public import HubPlant
public import HubTenancy
internal import Telemetry

extension ReadingsStore {
    /// What each machine does now and has used since midnight in its factory's time zone.
    ///
    /// Energy is the integral of power over the minutes that have readings: a minute without any adds nothing, and the
    /// present one counts as far as it has gone.
    public func dashboard(_ scope: TenantScope) async throws -> PlantDashboard {
        try await within(scope) { connection in
            let rows = try connection.query(Self.dashboardRows)
            var factories: [PlantDashboard.FactoryShare] = []
            for row in rows {
                let id: FactoryID = try row.value("factory_id")
                if factories.last?.id != id {
                    factories.append(.init(id: id, name: try row.value("factory_name"), machines: []))
                }
                guard let machine: MachineID = try row.value("machine_id") else { continue }
                let energy: Double = try row.value("energy")
                let tariff: Double = try row.value("tariff_per_kwh")
                factories[factories.count - 1].machines.append(
                    .init(
                        id: machine, name: try row.value("machine_name"), status: try row.value("status"),
                        totals: PlantTotals(
                            powerNow: try row.value("power_now"), energyToday: energy, costToday: energy * tariff,
                            health: try row.value("health"), openAlerts: try row.value("open_alerts"))))
            }
            return PlantDashboard(factories: factories)
        }
    }

    private static let dashboardRows = """
        SELECT f.id AS factory_id, f.name AS factory_name, f.tariff_per_kwh,
            m.id AS machine_id, m.name AS machine_name,
            CASE WHEN m.approval = 'APPROVED' THEN m.status ELSE m.approval END AS status,
            t.health,
            coalesce((SELECT value * kilowatts(l.unit) FROM machine_live l
                WHERE l.tenant_id = m.tenant_id AND l.machine_id = m.id
                AND l.metric = 'power' AND l.time > now() - interval '1 minute'), 0) AS power_now,
            coalesce((SELECT sum(r.sum / r.count * kilowatts(s.unit)
                    * least(60, extract(epoch FROM now() - r.bucket)::float8)) / 3600 FROM series s
                JOIN rollup_1m r ON r.tenant_id = s.tenant_id AND r.series = s.id
                WHERE s.tenant_id = m.tenant_id AND s.machine_id = m.id AND s.metric = 'power'
                AND r.bucket >= f.today AND r.bucket < now()), 0) AS energy,
            (SELECT count(*) FROM alerts a WHERE a.tenant_id = m.tenant_id AND a.machine_id = m.id
                AND a.active AND a.resolved_at IS NULL) AS open_alerts
        FROM (SELECT *, day_start(now(), time_zone) AS today FROM factories OFFSET 0) f
        LEFT JOIN machines m ON m.tenant_id = f.tenant_id AND m.factory_id = f.id AND m.deleted_at IS NULL
        LEFT JOIN machine_twins t ON t.tenant_id = m.tenant_id AND t.machine_id = m.id
        WHERE f.deleted_at IS NULL
        ORDER BY f.name, f.id, m.name
        """
}

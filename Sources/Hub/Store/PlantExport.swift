public import HubPlant
public import HubTenancy
public import Telemetry

extension ReadingsStore {
    /// All measured readings of a machine between two moments, none left out;
    /// nothing when the tenant has no such machine.
    ///
    /// For exports, which ask for a short span at a time, so that a month of readings never sits in memory.
    public func everything(
        _ scope: TenantScope, machine: MachineID, from: Timestamp, to: Timestamp, metrics: Set<MetricName>?
    ) async throws -> [ReadingsSeries]? {
        try await within(scope) { connection in
            guard let all = try SeriesRow.all(of: machine, connection) else { return nil }
            return try all.filter { row in
                !row.empty.isDerived && metrics.map { $0.contains(row.empty.metric) } != false
            }.map { try $0.raw(connection, from: from, to: to) }
        }
    }
}

public import HubModels
internal import HubPlant
public import HubTenancy
internal import Telemetry

extension ReadingsStore {
    /// The rows of a machine's history that a forest is fitted to; nothing when the tenant has no such machine.
    ///
    /// Readings are read window by window, each in a transaction of its own, so that memory is that of one window and
    /// others get their turn in between. Where raw readings are past their time, means of minutes stand for them.
    ///
    /// Throws `FitRefusal` for features that the machine has not.
    public func rows(for request: FitRequest, _ scope: TenantScope) async throws -> RowGrid? {
        let found = try await within(scope) { try Self.measured(request, $0) }
        guard let found else { return nil }
        let chosen = try Self.choose(found, request)
        var best: RowGrid?
        for resolution in [ReadingsResolution.raw, .minute] where best?.count ?? 0 < Self.rowsEnough {
            let readings =
                resolution == .raw
                ? chosen.reduce(0) { $0 + $1.readings }
                : chosen.count * Int(request.to.seconds(since: request.from) / resolution.seconds)
            var grid = RowGrid(features: chosen.map(\.row.empty.metric))
            for window in FitWindows.of(from: request.from, to: request.to, readings: readings) {
                let series = try await within(scope) { connection in
                    try chosen.map { feature in
                        resolution == .raw
                            ? try feature.row.raw(connection, from: window.lowerBound, to: window.upperBound)
                            : try feature.row.rollup(
                                resolution, connection, from: window.lowerBound, to: window.upperBound)
                    }
                }
                grid.add(series)
            }
            if grid.count > best?.count ?? -1 { best = grid }
        }
        return best
    }

    private struct Feature: Sendable {
        var row: SeriesRow
        var readings: Int
    }

    /// The measured series of a machine with what each has in the span, by name; of two of a metric the fuller one.
    private static func measured(_ request: FitRequest, _ connection: PostgresConnection) throws -> [Feature]? {
        guard let all = try SeriesRow.all(of: request.machine, connection) else { return nil }
        var features: [Feature] = []
        for row in all where !row.empty.isDerived {
            let readings = try count(row.id, connection, from: request.from, to: request.to)
            let feature = Feature(row: row, readings: readings)
            guard let same = features.firstIndex(where: { $0.row.empty.metric == row.empty.metric }) else {
                features.append(feature)
                continue
            }
            if features[same].readings < readings { features[same] = feature }
        }
        return features
    }

    private static func choose(_ found: [Feature], _ request: FitRequest) throws -> [Feature] {
        guard let wanted = request.features else {
            // A metric of which a new profile sends nothing any more must not keep the others from having rows.
            let some = found.filter { $0.readings > 0 }
            let chosen = some.isEmpty ? found : some
            guard !chosen.isEmpty else { throw FitRefusal.nothingMeasured }
            return Array(chosen.prefix(FitBounds.featuresMax))
        }
        let unknown = wanted.filter { name in !found.contains { $0.row.empty.metric == name } }
        guard unknown.isEmpty else { throw FitRefusal.featuresUnknown(unknown) }
        return found.filter { wanted.contains($0.row.empty.metric) }
    }

    /// Fewer rows than this are looked for in the means of minutes too.
    private static let rowsEnough = 50
}

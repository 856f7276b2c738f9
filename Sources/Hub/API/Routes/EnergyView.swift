internal import HubPlant
internal import Telemetry

/// Readings and totals as the API shows them.
enum EnergyView {
    static func json(_ answer: ReadingsAnswer, _ query: ReadingsQuery, inColumns: Bool) -> JSONValue {
        [
            "machineId": .of(query.machine), "from": .of(query.from), "to": .of(query.to),
            "resolution": .string(answer.resolution.rawValue),
            "series": .array(answer.series.map { inColumns ? columns($0) : points($0) }),
            "gaps": .array(
                answer.gaps.map { ["from": .of($0.from), "to": .of($0.to), "reason": "NO_DATA"] }),
        ]
    }

    static func json(_ statistics: MetricStatistics) -> JSONValue {
        let names = ["p50", "p90", "p95", "p99"]
        let percentiles = zip(names, statistics.percentiles).map { JSONField($0, .of($1)) }
        return .object(
            [
                JSONField("count", .of(statistics.count)), JSONField("mean", .of(statistics.mean)),
                JSONField("min", .of(statistics.min)), JSONField("max", .of(statistics.max)),
            ] + percentiles + [
                JSONField("unit", .string(statistics.unit)), JSONField("approximate", .of(statistics.isApproximate)),
            ])
    }

    static func json(_ dashboard: PlantDashboard) -> JSONValue {
        let totals = dashboard.totals
        let statuses = ["online", "maintenance", "offline", "pending"]
        let counts = statuses.map { JSONField($0, .of(dashboard.machines($0.uppercased()))) }
        let all = dashboard.factories.reduce(0) { $0 + $1.machines.count }
        return [
            "powerNow": .of(totals.powerNow), "energyToday": .of(totals.energyToday),
            "costToday": .of(totals.costToday), "averageHealth": .of(totals.health),
            "openAlerts": .of(totals.openAlerts), "machines": .object([JSONField("total", .of(all))] + counts),
            "factories": .array(dashboard.factories.map(factory)),
        ]
    }

    private static func factory(_ share: PlantDashboard.FactoryShare) -> JSONValue {
        let totals = share.totals
        return [
            "id": .of(share.id), "name": .string(share.name), "powerNow": .of(totals.powerNow),
            "energyToday": .of(totals.energyToday), "cost": .of(totals.costToday), "health": .of(totals.health),
            "openAlerts": .of(totals.openAlerts), "machines": .array(share.machines.map(machine)),
        ]
    }

    private static func machine(_ share: PlantDashboard.MachineShare) -> JSONValue {
        [
            "id": .of(share.id), "name": .string(share.name), "status": .string(share.status),
            "powerNow": .of(share.totals.powerNow), "energyToday": .of(share.totals.energyToday),
            "cost": .of(share.totals.costToday), "health": .of(share.totals.health),
            "openAlerts": .of(share.totals.openAlerts),
        ]
    }

    private static func columns(_ series: ReadingsSeries) -> JSONValue {
        var fields = head(series)
        fields.append(JSONField("times", .integers(series.times.map { $0.microseconds / 1_000 })))
        fields.append(JSONField("values", .numbers(series.values)))
        if !series.minima.isEmpty {
            fields.append(JSONField("min", .numbers(series.minima)))
            fields.append(JSONField("max", .numbers(series.maxima)))
        }
        if !series.qualities.isEmpty {
            fields.append(JSONField("qualities", .array(series.qualities.map { .string($0.word) })))
        }
        return .object(fields)
    }

    private static func points(_ series: ReadingsSeries) -> JSONValue {
        let points = series.times.indices.map { index -> JSONValue in
            var fields = [
                JSONField("timestamp", .of(series.times[index])), JSONField("value", .of(series.values[index])),
            ]
            if !series.minima.isEmpty {
                fields.append(JSONField("min", .of(series.minima[index])))
                fields.append(JSONField("max", .of(series.maxima[index])))
            }
            if !series.qualities.isEmpty {
                fields.append(JSONField("quality", .string(series.qualities[index].word)))
            }
            return .object(fields)
        }
        return .object(head(series) + [JSONField("points", .array(points))])
    }

    private static func head(_ series: ReadingsSeries) -> [JSONField] {
        [
            JSONField("metric", .of(series.metric)), JSONField("unit", .string(series.unit)),
            JSONField("derived", .of(series.isDerived)),
        ]
    }
}

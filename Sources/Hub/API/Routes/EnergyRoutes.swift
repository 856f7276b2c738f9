internal import HTTPTypes
internal import HubPlant
internal import HubStore
internal import HubTenancy
internal import Runtime
internal import Telemetry

/// Readings: charts, statistics, totals and export.
struct EnergyRoutes: Sendable {
    let hub: HubServices

    var routes: [Route] {
        [
            Route(
                method: .get, path: "/api/energy/dashboard",
                summary: "Power now, energy and cost today, health and open alerts, by factory and machine.",
                access: .user(.viewer), answer: .data(.named("Dashboard")), handler: dashboard),
            Route(
                method: .get, path: "/api/energy/{machineId}",
                summary: "Readings or rollups of one machine, thinned without losing peaks.", access: .user(.viewer),
                query: Self.span + Self.chart, answer: .data(.named("Readings")), handler: readings),
            Route(
                method: .get, path: "/api/energy/{machineId}/stats",
                summary: "Mean, extremes and percentiles of each metric.", access: .user(.viewer), query: Self.span,
                answer: .data(.named("Statistics")), handler: statistics),
            Route(
                method: .get, path: "/api/energy/{machineId}/export", summary: "All readings as CSV, as a stream.",
                access: .user(.viewer), query: Self.span + Self.export, answer: .bytes(type: "text/csv"),
                handler: export),
        ]
    }

    private func dashboard(_ request: APIRequest) async throws -> APIAnswer {
        .ok(EnergyView.json(try await hub.readings.dashboard(try request.user().scope)))
    }

    private func readings(_ request: APIRequest) async throws -> APIAnswer {
        let now = hub.clock.now()
        let (machine, from, to) = try span(request, now: now)
        let resolution = try request.query.choice(
            "resolution", of: ReadingsResolution.allCases.map(\.rawValue) + ["auto"])
        let columns = try request.query.choice("layout", of: ["points", "columns"]) == "columns"
        let query = ReadingsQuery(
            machine: machine, from: from, to: to, metrics: try metrics(request),
            resolution: resolution.flatMap(ReadingsResolution.init),
            points: try request.query.integer("points", in: 2...ReadingsQuery.pointsMax) ?? 1_000)
        guard let answer = try await hub.readings.readings(try request.user().scope, query, now: now) else {
            throw APIError.notFound("machine")
        }
        return .ok(EnergyView.json(answer, query, inColumns: columns))
    }

    private func statistics(_ request: APIRequest) async throws -> APIAnswer {
        let (machine, from, to) = try span(request, now: hub.clock.now())
        let found = try await hub.readings.statistics(try request.user().scope, machine: machine, from: from, to: to)
        guard let found else { throw APIError.notFound("machine") }
        return .ok(["metrics": .object(found.map { JSONField($0.metric.text, EnergyView.json($0)) })])
    }

    private func export(_ request: APIRequest) async throws -> APIAnswer {
        let (machine, from, to) = try span(request, now: hub.clock.now())
        _ = try request.query.choice("format", of: ["csv"])
        let scope = try request.user().scope
        guard let known = try await hub.plant.machine(machine, scope) else { throw APIError.notFound("machine") }
        let export = ReadingsExport(
            readings: hub.readings, scope: scope, machine: machine, from: from, to: to,
            metrics: try metrics(request).map(Set.init))
        var answer = APIAnswer(status: .ok, content: .stream(export.body, type: "text/csv; charset=utf-8"))
        let name = known.name.unicodeScalars.map {
            $0.isASCII && $0.properties.isAlphabetic || "0"..."9" ~= $0 ? Character($0) : "_"
        }
        answer.headers[.contentDisposition] = "attachment; filename=\"\(String(name)).csv\""
        return answer
    }

    private func span(_ request: APIRequest, now: Timestamp) throws -> (MachineID, Timestamp, Timestamp) {
        let machine: MachineID = try request.id("machineId", of: "machine")
        let to = try request.query.moment("to", now: now) ?? now
        let from = try request.query.moment("from", now: now) ?? to.advanced(seconds: -3_600)
        guard from < to else { throw APIError.invalid("from", "must be before to") }
        return (machine, from, to)
    }

    private func metrics(_ request: APIRequest) throws -> [MetricName]? {
        guard let text = request.query.text("metrics") else { return nil }
        return try text.split(separator: ",").map { name in
            guard let metric = MetricName(String(name).trimmed) else {
                throw APIError.invalid("metrics", "\(name.prefix(64)) is no name of a metric")
            }
            return metric
        }
    }

    private static let span = [
        QueryParameter(
            "from", .string(max: 64), "The first moment: RFC 3339 or as now-6h; an hour before `to` without."),
        QueryParameter("to", .string(max: 64), "The end, itself left out; now without."),
    ]

    private static let chart = [
        QueryParameter("metrics", .string(max: 4_096), "Names, separated by commas; all without."),
        QueryParameter("resolution", .choice(["raw", "1m", "1h", "1d", "auto"]), "How finely; as fits without."),
        QueryParameter("points", .integer(min: 2, max: 10_000), "The most points of a series; 1000 without."),
        QueryParameter(
            "layout", .choice(["points", "columns"]), "Each point as an object, or each series as columns."),
    ]

    private static let export = [
        QueryParameter("metrics", .string(max: 4_096), "Names, separated by commas; all without."),
        QueryParameter("format", .choice(["csv"]), "Only CSV so far."),
    ]
}

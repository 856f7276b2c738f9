internal import HTTPTypes
internal import HubIntelligence
internal import HubPlant
internal import HubStore
internal import HubTenancy
internal import Runtime
internal import Telemetry

/// What a machine's load will be.
struct ForecastRoutes: Sendable {
    let hub: HubServices

    var routes: [Route] {
        [
            Route(
                method: .post, path: "/api/ai/forecast",
                summary: "A metric hour by hour with 95 % intervals, and how good such forecasts were on its own past.",
                access: .user(.viewer), body: Self.body, makesOnce: true, answer: .data(.named("Forecast")),
                handler: forecast)
        ]
    }

    private func forecast(_ request: APIRequest) async throws -> APIAnswer {
        let scope = try request.user().scope
        let wish = try Self.wish(request)
        guard let id = request.text("machineId").flatMap(MachineID.init) else { throw APIError.notFound("machine") }
        let known = try await KnownMachine.find(id, hub, scope)
        let (from, to) = ForecastRun.span(at: hub.clock.now())
        let hours = try await hub.readings.hoursKnown(scope, machine: id, metric: wish.metric, from: from, to: to)
        guard let hours else { throw APIError.notFound("machine") }
        let key = ForecastKey(scope, machine: id, request: wish, hours: hours, zone: known.clock.zone)
        if let found = hub.forecasts.find(key) {
            return .ok(ForecastView.json(found, wish, known, isCached: true))
        }
        let series = try await hub.readings.history(
            scope, machine: id, metrics: [wish.metric], resolution: .hour, from: from, to: to,
            rowsMax: ForecastRun.hoursMax)
        let found: ForecastFound
        do {
            found = try await hub.analytics.run {
                try ForecastRun.forecast(series?.first, wish, clock: known.clock)
            }
        } catch let fault as ForecastFault {
            throw Self.unfit(fault)
        }
        hub.forecasts.keep(found, as: key)
        return .ok(ForecastView.json(found, wish, known, isCached: false))
    }

    private static func wish(_ request: APIRequest) throws -> ForecastRequest {
        guard let metric = MetricName(request.text("metric") ?? "power") else {
            throw APIError.invalid("metric", "is no name of a metric")
        }
        let dates = request.body["holidays"]?.elements ?? []
        let days = try dates.enumerated().map { index, date in
            guard let day = Timestamp(rfc3339: "\(date.text ?? "")T00:00:00Z") else {
                throw APIError.invalid("holidays[\(index)]", "must be a date, as 2026-12-25")
            }
            return Int(day.microseconds / 86_400_000_000)
        }
        return ForecastRequest(
            metric: metric, days: Int(request.body["days"]?.integer ?? 7), holidays: Set(days))
    }

    /// What is missing, with the field that it is about.
    private static func unfit(_ fault: ForecastFault) -> APIError {
        let (code, message) =
            switch fault {
            case .tooShort(let hours, let needed):
                ("FORECAST_TOO_SHORT", "spans \(hours) hours, and \(needed) are needed: two weeks")
            case .tooManyGaps(let known, let count, let needed):
                ("FORECAST_TOO_MANY_GAPS", "has readings in \(known) of \(count) hours, and \(needed) are needed")
            case .constant(let value):
                ("FORECAST_CONSTANT", "has been \(value) in all hours, so there is nothing to learn")
            }
        return APIError(
            .unprocessableContent, code, "There is no forecast: the history \(message).",
            faults: [FieldFault("metric", message)])
    }

    private static let body = Schema.fields(
        .required("machineId", .uuid), .optional("metric", .string(min: 1, max: 128)),
        .optional(
            "days",
            .integer(min: Int64(ForecastRequest.days.lowerBound), max: Int64(ForecastRequest.days.upperBound))),
        .optional("holidays", .list(.string(min: 10, max: 10), max: ForecastRequest.holidaysMax)))
}

internal import HTTPTypes
internal import HubPlant
internal import HubStore
internal import HubTenancy
internal import Runtime
internal import Telemetry

/// Alerts, and what people do about them.
struct AlertRoutes: Sendable {
    let hub: HubServices

    var routes: [Route] {
        [
            Route(
                method: .get, path: "/api/alerts", summary: "Alerts, the newest first.", access: .user(.viewer),
                query: QueryParameter.paging + Self.filters, answer: .page(.named("Alert")), handler: list),
            Route(
                method: .get, path: "/api/alerts/{id}", summary: "One alert.", access: .user(.viewer),
                answer: .data(.named("Alert")), handler: get),
            Route(
                method: .patch, path: "/api/alerts/{id}", summary: "Acknowledge, resolve, shelve or unshelve an alert.",
                access: .user(.operator), body: Self.change, answer: .data(.named("Alert")), handler: update),
        ]
    }

    private func list(_ request: APIRequest) async throws -> APIAnswer {
        let (page, size) = try request.page()
        let states = AlertState.allCases.map(\.rawValue)
        let severities = Severity.allCases.map(\.rawValue)
        let filter = AlertFilter(
            state: try request.query.choice("state", of: states).flatMap(AlertState.init),
            severity: try request.query.choice("severity", of: severities).flatMap(Severity.init),
            machine: try request.query.id("machineId"), isOpen: try request.query.flag("open"),
            changedAfter: try request.query.moment("since", now: hub.clock.now()))
        let now = hub.clock.now()
        let found = try await hub.plant.alerts(
            filter, at: now, limit: size, offset: (page - 1) * size, try request.user().scope)
        return .page(
            found.items.map { AlertView.json($0, at: now) }, Pagination(page: page, pageSize: size, total: found.total))
    }

    private func get(_ request: APIRequest) async throws -> APIAnswer {
        let id: AlertID = try request.id(of: "alert")
        guard let alert = try await hub.plant.alert(id, try request.user().scope) else {
            throw APIError.notFound("alert")
        }
        return .ok(AlertView.json(alert, at: hub.clock.now()))
    }

    private func update(_ request: APIRequest) async throws -> APIAnswer {
        let user = try request.user()
        let id: AlertID = try request.id(of: "alert")
        let now = hub.clock.now()
        let change = try change(request, now: now)
        let actor = try request.actor()
        let changed = try await DocumentErrors.translating {
            try await hub.plant.change(
                id, change, comment: request.text("comment"), by: actor, at: now, user.scope)
        }
        guard let alert = changed else { throw APIError.notFound("alert") }
        return .ok(AlertView.json(alert, at: now))
    }

    private func change(_ request: APIRequest, now: Timestamp) throws -> AlertChange {
        switch request.text("action") {
        case "acknowledge": return .acknowledge
        case "resolve": return .resolve
        case "unshelve": return .unshelve
        default:
            guard let until = request.body["until"]?.text.flatMap(Timestamp.init(rfc3339:)) else {
                throw APIError.invalid("until", "is missing; a shelf needs an end")
            }
            let seconds = until.seconds(since: now)
            guard seconds > 0, seconds <= 30 * 86_400 else {
                throw APIError.invalid("until", "must lie within the next 30 days")
            }
            return .shelve(until: until)
        }
    }

    private static let filters = [
        QueryParameter("state", Schemas.alertState, "Only alerts in this state."),
        QueryParameter("severity", Schemas.severity, "Only alerts of this severity."),
        QueryParameter("machineId", .uuid, "Only alerts of this machine."),
        QueryParameter("open", .boolean, "Only alerts that still want something, or only those that do not."),
        QueryParameter("since", .string(max: 64), "Only alerts that changed after this time."),
    ]

    private static let change = Schema.fields(
        .required("action", .choice(["acknowledge", "resolve", "shelve", "unshelve"])),
        .optional("comment", .string(max: 2_000)), .optional("until", .moment))
}

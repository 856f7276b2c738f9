internal import AnalyticsTwin
internal import HTTPTypes
internal import HubIntelligence
internal import HubPlant
internal import HubStore
internal import HubTenancy
internal import Runtime
internal import Telemetry

/// How a machine stands by its twin, and what would become of it.
struct TwinRoutes: Sendable {
    let hub: HubServices

    var routes: [Route] {
        [
            Route(
                method: .get, path: "/api/machines/{id}/twin",
                summary: "What the agent's twin says now, how far it is from what is measured, and the remaining life.",
                access: .user(.viewer), answer: .data(.named("TwinReport")), handler: twin),
            Route(
                method: .post, path: "/api/machines/{id}/twin/scenario",
                summary:
                    "What becomes of the machine in a scenario, with bands, and what to do. Nothing is sent to it.",
                access: .user(.viewer), body: Self.body, makesOnce: true, answer: .data(.named("Scenario")),
                handler: scenario),
        ]
    }

    private func twin(_ request: APIRequest) async throws -> APIAnswer {
        let scope = try request.user().scope
        let id: MachineID = try request.id(of: "machine")
        let now = hub.clock.now()
        guard let machine = try await hub.plant.machine(id, scope),
            let series = try await hub.readings.newest(
                scope, machine: id, metrics: TwinReport.metrics, count: 1,
                from: now.advanced(seconds: -86_400 * Self.reportDaysMax), to: now)
        else { throw APIError.notFound("machine") }
        return .ok(TwinView.json(TwinReport(series), machine))
    }

    private func scenario(_ request: APIRequest) async throws -> APIAnswer {
        let scope = try request.user().scope
        let known = try await KnownMachine.find(try request.id(of: "machine"), hub, scope)
        let wish = try ScenarioBody.wish(request.body)
        let now = hub.clock.now()
        let found = try await hub.readings.history(
            scope, machine: known.machine.id, metrics: MachineReadings.metrics, resolution: .minute,
            from: now.advanced(seconds: -86_400 * Self.minutesDays), to: now, rowsMax: Self.rowsMax)
        guard let found else { throw APIError.notFound("machine") }
        let machine = known.machine
        let runtime = machine.latest.first { $0.metric.text == "runtime" && $0.unit == "h" }?.value
        let result: ScenarioFound
        do {
            result = try await hub.analytics.run {
                try HubScenario.run(
                    wish, minutes: MachineReadings(found), told: machine.twin, runtime: runtime, clock: known.clock,
                    now: now)
            }
        } catch let error as ScenarioError {
            throw ScenarioBody.fault(error)
        }
        return .ok(ScenarioView.json(result, wish, machine, from: now))
    }

    private static let body = ScenarioBody.schema
    /// An agent that was silent for longer has no twin that is of now.
    private static let reportDaysMax = 90.0
    private static let minutesDays = 7.0
    private static let rowsMax = 10_080
}

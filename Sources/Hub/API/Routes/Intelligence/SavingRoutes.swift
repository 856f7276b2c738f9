internal import AnalyticsEnergy
internal import HTTPTypes
internal import HubIntelligence
internal import HubPlant
internal import HubStore
internal import HubTenancy
internal import Runtime
internal import Telemetry

/// Where a machine could save energy, and a cheaper schedule for the same work.
struct SavingRoutes: Sendable {
    let hub: HubServices

    var routes: [Route] {
        [
            Route(
                method: .get, path: "/api/machines/{id}/energy/opportunities",
                summary: "Ways to use less energy, or cheaper energy, from the last 500 readings.",
                access: .user(.viewer), query: TariffQuery.parameters, answer: .data(.named("Opportunities")),
                handler: opportunities),
            Route(
                method: .get, path: "/api/machines/{id}/energy/schedule",
                summary: "The newest day or week as it was, at the least cost, and as a learned policy plans it.",
                access: .user(.viewer), query: Self.parameters + TariffQuery.parameters,
                answer: .data(.named("Schedule")), handler: schedule),
        ]
    }

    private func opportunities(_ request: APIRequest) async throws -> APIAnswer {
        let scope = try request.user().scope
        let known = try await KnownMachine.find(try request.id(of: "machine"), hub, scope)
        let prices = try TariffQuery.read(request.query, factory: known.factory)
        let now = hub.clock.now()
        let found = try await hub.readings.newest(
            scope, machine: known.machine.id, metrics: MachineReadings.energyMetrics, count: EnergyWindow.size,
            from: now.advanced(seconds: -86_400 * Self.readingsDaysMax), to: now)
        guard let found else { throw APIError.notFound("machine") }
        let window = EnergyReadings.window(MachineReadings(found), clock: known.clock)
        return .ok(SavingView.json(EnergyOpportunities(window, tariff: prices.tariff), window, prices, known))
    }

    private func schedule(_ request: APIRequest) async throws -> APIAnswer {
        let scope = try request.user().scope
        let known = try await KnownMachine.find(try request.id(of: "machine"), hub, scope)
        let prices = try TariffQuery.read(request.query, factory: known.factory)
        let horizon = try request.query.choice("horizon", of: EnergyHorizon.allCases.map(\.rawValue))
        let wish = ScheduleRequest(
            horizon: horizon.flatMap(EnergyHorizon.init) ?? .day, tariff: prices.tariff,
            facts: try Self.facts(request.query))
        let hours = try await history(known, .hour, days: Self.hoursDays, scope)
        let minutes = try await history(known, .minute, days: Self.minutesDays, scope)
        let found: ScheduleFound
        do {
            found = try await hub.analytics.run {
                try ScheduleRun.plan(wish, hours: hours, minutes: minutes, clock: known.clock)
            }
        } catch let fault as ScheduleFault {
            throw Self.unfit(fault)
        }
        return .ok(SavingView.json(found, wish, prices, known))
    }

    private func history(
        _ known: KnownMachine, _ resolution: RollupResolution, days: Double, _ scope: TenantScope
    ) async throws -> MachineReadings {
        let now = hub.clock.now()
        let found = try await hub.readings.history(
            scope, machine: known.machine.id, metrics: MachineReadings.energyMetrics, resolution: resolution,
            from: now.advanced(seconds: -86_400 * days), to: now, rowsMax: Self.rowsMax)
        guard let found else { throw APIError.notFound("machine") }
        return MachineReadings(found)
    }

    private static func facts(_ query: QueryValues) throws -> EnergyMachineFacts {
        var facts = EnergyMachineFacts()
        facts.ratedPower = try query.number("ratedPower", in: 0.001...100_000)
        facts.loadMax = try query.number("loadMax", in: 20...200).map { $0 / 100 }
        facts.temperatureMax = try query.number("temperatureMax", in: -90...1_500)
        facts.startCost = try query.number("startCost", in: 0...1e9)
        facts.value = try query.number("machineCost", in: 0...1e12)
        return facts
    }

    /// What is missing, with the field that it is about.
    private static func unfit(_ fault: ScheduleFault) -> APIError {
        switch fault {
        case .tooShort(let known, let horizon):
            unfit(
                "ENERGY_TOO_SHORT", "horizon",
                "needs a whole \(horizon.rawValue) from midnight within the last \(Int(hoursDays)) days, of whose hours"
                    + " eleven in twelve have a power; \(known) hours have one")
        case .core(.infeasible(let needed, let possible)):
            unfit(
                "ENERGY_INFEASIBLE", "loadMax",
                "the highest load and temperature allow \(rounded(possible)) kWh, and \(rounded(needed)) are needed")
        case .core(.nothingProduced):
            unfit("ENERGY_NOTHING_TO_PLAN", "horizon", "the hours to plan have no load")
        case .core(.outOfRange(let name, let range)):
            APIError.invalid(name == "value" ? "machineCost" : name, "must be \(range)")
        case .core(.horizonInvalid), .core(.pricesMismatch), .core(.hourInvalid):
            unfit("ENERGY_TOO_SHORT", "horizon", "the hours to plan hold a power that no machine has")
        }
    }

    private static func unfit(_ code: String, _ field: String, _ message: String) -> APIError {
        APIError(
            .unprocessableContent, code, "There is no schedule for this machine: \(message).",
            faults: [FieldFault(field, message)])
    }

    private static func rounded(_ value: Double) -> Double { (value * 10).rounded() / 10 }

    /// Older readings say nothing of the machine now.
    private static let readingsDaysMax = 90.0
    /// A day or week is looked for in so many days.
    private static let hoursDays = 35.0
    /// The machine's heat is learned from so many days by the minute.
    private static let minutesDays = 7.0
    private static let rowsMax = 10_080

    private static let parameters = [
        QueryParameter("horizon", .choice(EnergyHorizon.allCases.map(\.rawValue)), "What is planned; a day without."),
        QueryParameter(
            "ratedPower", .number(min: 0.001, max: 100_000), "kW on its plate; the highest power seen without."),
        QueryParameter(
            "loadMax", .number(min: 20, max: 200),
            "The highest load in percent of the rated power; 120, or 100 when that is not given."),
        QueryParameter(
            "temperatureMax", .number(min: -90, max: 1_500),
            "°C that it may not pass; what it reaches today and 2 more, at least 75, without."),
        QueryParameter("startCost", .number(min: 0, max: 1e9), "What a start costs; five minutes' energy without."),
        QueryParameter("machineCost", .number(min: 0, max: 1e12), "What it costs new; 100 a kW without."),
    ]
}

internal import AnalyticsEnergy
internal import AnalyticsTwin
internal import Telemetry

/// A plan as it is written and told.
struct EnergyReport {
    let plan: EnergyPlan
    let hours: [Timestamp]
    let prices: [Double]

    /// Writes a row for each hour.
    func write(to output: String) throws {
        let results = try ResultRows(
            output: output,
            columns: [
                "time", "price", "today", "optimum", "learned", "cost_today", "cost_optimum", "cost_learned", "saving",
            ])
        for (hour, time) in hours.enumerated() {
            let costs = [plan.today, plan.optimum, plan.learned].map { $0.costs[hour].total }
            try results.write([
                .text(time.rfc3339), .number(prices[hour]), .number(plan.today.powers[hour]),
                .number(plan.optimum.powers[hour]), .number(plan.learned.powers[hour]), .number(costs[0]),
                .number(costs[1]), .number(costs[2]), .number(costs[0] - costs[2]),
            ])
        }
        try results.finish()
    }

    /// Says what was assumed, and what the schedules cost.
    func say(notes: [String], filled: Int, machine: EnergyMachine) {
        for note in notes { Terminal.say(note) }
        if filled > 0 { Terminal.say("\(filled) hours without a reading were filled from their neighbours") }
        let day = hours.first.map { String($0.rfc3339.prefix(10)) } ?? ""
        Terminal.say(
            "\(hours.count) hours from \(day), \(PlotScale.short(plan.today.energy)) kWh each way; at most"
                + " \(PlotScale.short(100 * machine.loadMax)) % of \(PlotScale.short(machine.twin.ratedPower)) kW and"
                + " \(PlotScale.short(plan.temperatureMax)) °C")
        Terminal.say(Self.line("today", plan.today.cost))
        Terminal.say(Self.line("optimum", plan.optimum.cost) + saving(of: plan.optimum))
        Terminal.say(
            Self.line("learned", plan.learned.cost) + saving(of: plan.learned)
                + "; \(PlotScale.short(100 * plan.excess)) % above the optimum after \(plan.episodes) episodes")
    }

    private func saving(of schedule: EnergySchedule) -> String {
        let (now, then) = (plan.today.cost.total, schedule.cost.total)
        guard now > 0 else { return "" }
        return "; saves \(PlotScale.short(now - then)) (\(PlotScale.short(100 * (now - then) / now)) %)"
    }

    private static func line(_ name: String, _ cost: ScheduleCost) -> String {
        "\(name): \(PlotScale.short(cost.total)) (energy \(PlotScale.short(cost.energy)),"
            + " starts \(PlotScale.short(cost.starts)), wear \(PlotScale.short(cost.wear)))"
    }

    /// Says what the last 500 readings show.
    static func say(_ found: EnergyOpportunities, readings: Int) {
        guard readings == EnergyWindow.size else {
            Terminal.say(
                "\(readings) readings; opportunities are told from \(EnergyWindow.size) on"
                    + " (\(PlotScale.short(found.learningProgress)) %)")
            return
        }
        for one in found.list {
            let benefit = one.benefit.map { ", over four years \(PlotScale.short($0))" } ?? ""
            Terminal.say(
                "\(one.kind.rawValue): saves \(PlotScale.short(one.savingPerYear)) a year\(benefit)"
                    + " (confidence \(one.confidence))")
        }
        Terminal.say("together \(PlotScale.short(found.totalPotentialSavings)) a year")
    }

    /// Turns what is wrong with a plan into what a person reads.
    static func told<Result>(_ file: String, _ body: () throws(EnergyError) -> Result) throws -> Result {
        do throws(EnergyError) {
            return try body()
        } catch {
            switch error {
            case .infeasible(let needed, let possible):
                throw CommandFailure(
                    "ENERGY_INFEASIBLE",
                    "\(file): \(PlotScale.short(needed)) kWh are needed, and the machine's highest load and temperature"
                        + " allow \(PlotScale.short(possible))")
            case .nothingProduced:
                throw CommandFailure("ENERGY_NOTHING_TO_PLAN", "\(file): the hours to plan have no load")
            case .outOfRange(let name, let range):
                throw CommandFailure("OPTION_INVALID", "is \(range)", field: option(of: name))
            case .horizonInvalid, .pricesMismatch, .hourInvalid:
                throw CommandFailure("ENERGY_TOO_SHORT", "\(file): its hours cannot be planned (\(error))")
            }
        }
    }

    private static func option(of name: String) -> String {
        switch name {
        case "loadMax": "--load-max"
        case "temperatureMax": "--temperature-max"
        case "startCost": "--start-cost"
        case "value": "--machine-cost"
        default: "--rated-power"
        }
    }
}

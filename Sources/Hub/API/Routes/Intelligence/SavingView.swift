internal import AnalyticsEnergy
internal import AnalyticsTwin
internal import HubIntelligence
internal import HubPlant

/// Savings and schedules as the API shows them.
enum SavingView {
    static func json(
        _ found: EnergyOpportunities, _ window: EnergyWindow, _ prices: TariffQuery.Found, _ known: KnownMachine
    ) -> JSONValue {
        [
            "machineId": .of(known.machine.id), "opportunities": .array(found.list.map(json)),
            "learningProgress": .of(found.learningProgress),
            "totalPotentialSavings": .of(found.totalPotentialSavings), "readings": .of(window.count),
            "readingsNeeded": .of(EnergyWindow.size), "rate": json(prices), "calendar": known.calendar,
        ]
    }

    static func json(
        _ found: ScheduleFound, _ wish: ScheduleRequest, _ prices: TariffQuery.Found, _ known: KnownMachine
    ) -> JSONValue {
        let plan = found.plan
        return [
            "machineId": .of(known.machine.id), "horizon": .string(wish.horizon.rawValue),
            "from": .of(found.times.first), "energy": .of(plan.today.energy), "filledHours": .of(found.filled),
            "hours": .array(found.times.indices.map { hour(found, $0) }), "today": json(plan.today, than: plan),
            "optimum": json(plan.optimum, than: plan), "learned": json(plan.learned, than: plan),
            "aboveOptimum": .of(100 * plan.excess), "episodes": .of(plan.episodes), "machine": machine(found),
            "rate": json(prices), "calendar": known.calendar,
        ]
    }

    private static func json(_ one: EnergyOpportunity) -> JSONValue {
        [
            "kind": .string(one.kind.rawValue), "savingPerYear": .of(one.savingPerYear),
            "benefit": .of(one.benefit), "confidence": .of(one.confidence),
        ]
    }

    private static func json(_ prices: TariffQuery.Found) -> JSONValue {
        [
            "mean": .of(prices.tariff.mean), "peak": .of(prices.tariff.peakPrice),
            "offPeak": .of(prices.tariff.offPeakPrice), "from": .string(prices.source),
        ]
    }

    private static func hour(_ found: ScheduleFound, _ index: Int) -> JSONValue {
        let plan = found.plan
        return [
            "time": .of(found.times[index]), "price": .of(found.prices[index]),
            "today": .of(plan.today.powers[index]), "optimum": .of(plan.optimum.powers[index]),
            "learned": .of(plan.learned.powers[index]),
        ]
    }

    private static func json(_ schedule: EnergySchedule, than plan: EnergyPlan) -> JSONValue {
        let (cost, today) = (schedule.cost, plan.today.cost.total)
        let saving = today - cost.total
        return [
            "cost": .of(cost.total), "energyCost": .of(cost.energy), "startsCost": .of(cost.starts),
            "wearCost": .of(cost.wear), "saving": .of(saving),
            "savingPercent": .of(today > 0 ? 100 * saving / today : 0),
            "temperatureMax": .of(schedule.temperatures.max()),
        ]
    }

    private static func machine(_ found: ScheduleFound) -> JSONValue {
        [
            "ratedPower": .of(found.machine.twin.ratedPower),
            "ratedPowerFrom": .string(found.isRatedPowerGiven ? "request" : "history"),
            "loadMax": .of(100 * found.machine.loadMax), "temperatureMax": .of(found.plan.temperatureMax),
            "heatLearned": .of(found.isHeatLearned),
        ]
    }
}

internal import AnalyticsEnergy
internal import AnalyticsForecast
internal import HubPlant
internal import Telemetry

/// Makes a schedule from what the hub has of a machine.
public enum ScheduleRun {
    /// The newest whole day or week, planned anew; it takes a processor for up to a second.
    ///
    /// - Parameters:
    ///   - hours: The power's hourly rollups.
    ///   - minutes: Power and temperature by the minute, from which the machine's heat is learned.
    /// - Throws: `ScheduleFault`.
    public static func plan(
        _ request: ScheduleRequest, hours: MachineReadings, minutes: MachineReadings, clock: FactoryClock
    ) throws(ScheduleFault) -> ScheduleFound {
        var wall = WallClock(clock.calendar)
        let series = Self.series(hours.power, &wall)
        guard let found = request.horizon.newest(of: series) else {
            throw .tooShort(known: hours.power?.times.count ?? 0, horizon: request.horizon)
        }
        let (machine, isHeatLearned) = request.facts.machine(
            Self.heat(minutes, clock: clock), highest: Self.highest(hours, minutes))
        let shown = (0..<request.horizon.hours).map { found.start.advanced(seconds: 3_600 * Double($0)) }
        let prices = shown.map(request.tariff.price(at:))
        let plan: EnergyPlan
        do throws(EnergyError) {
            plan = try EnergyPlan(load: found.powers, prices: prices, machine: machine)
        } catch {
            throw .core(error)
        }
        return ScheduleFound(
            plan: plan, times: shown.map { wall.moment(showing: $0) }, prices: prices, filled: found.filled,
            machine: machine, isRatedPowerGiven: request.facts.ratedPower != nil, isHeatLearned: isHeatLearned)
    }

    /// Hours by the factory's clock; a negative power (feeding back) counts by its amount, as in the window.
    private static func series(_ power: ReadingsSeries?, _ wall: inout WallClock) -> HourlySeries {
        var series = HourlySeries()
        guard let power else { return series }
        for (time, value) in zip(power.times, power.values) {
            // What lies decades away from the rest is of a clock that was wrong.
            try? series.add(abs(value), at: wall.shown(at: time))
        }
        return series
    }

    private static func heat(_ minutes: MachineReadings, clock: FactoryClock) -> ThermalFit {
        var heat = ThermalFit()
        for reading in EnergyReadings.all(minutes, clock: clock) { heat.add(reading) }
        return heat
    }

    private static func highest(_ hours: MachineReadings, _ minutes: MachineReadings) -> Double {
        [hours.power, minutes.power].compactMap { $0 }
            .flatMap { $0.values.map(abs) + $0.maxima.map(abs) + $0.minima.map(abs) }.max() ?? 0
    }
}

internal import AnalyticsForecast
public import AnalyticsTwin
public import HubPlant
public import Telemetry

/// Puts a machine through a scenario.
public enum HubScenario {
    /// From now on; it takes a processor for up to some seconds.
    ///
    /// - Throws: `ScenarioError` for what is outside its range; a custom scenario without a load is `loadInvalid`.
    public static func run(
        _ wish: ScenarioWish, minutes: MachineReadings, told: TwinValues?, runtime: Double?, clock: FactoryClock,
        now: Timestamp
    ) throws(ScenarioError) -> ScenarioFound {
        let made = HubTwin(minutes: minutes, told: told, runtime: runtime, ratedPower: wish.ratedPower)
        guard var conditions = wish.request.conditions(ratedPower: made.parameters.ratedPower) else {
            throw .loadInvalid
        }
        // A day's load goes by the factory's clock, and the scenario begins now.
        var wall = WallClock(clock.calendar)
        conditions.load = conditions.load.beginning(at: Double(wall.shown(at: now).microseconds) / 3.6e9)
        let forecast = try made.twin.run(conditions, options: wish.options)
        return ScenarioFound(forecast: forecast, conditions: conditions, twin: made)
    }
}

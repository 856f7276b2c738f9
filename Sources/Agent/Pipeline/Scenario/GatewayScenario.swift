internal import AnalyticsTwin
internal import DeviceProfiles
internal import Telemetry

/// A scenario of a machine by the twin that is calibrated on this gateway, with all that its answer names.
struct GatewayScenario: Sendable {
    var key: MachineKey
    var profile: FirmwareProfile
    /// As it stood when it was asked.
    var twin: CalibratedTwin
    var wish: ScenarioWish
    /// When it begins.
    var now: Timestamp
    /// How far the gateway's local time is before UTC: a day's load goes by it.
    var utcOffsetSeconds: Int

    /// kW of which a scenario's load is a part.
    var ratedPower: Double { wish.ratedPower ?? twin.profile.ratedPower }

    /// What holds during it.
    ///
    /// - Throws: `ScenarioError.loadInvalid` for a custom scenario without a load.
    func conditions() throws(ScenarioError) -> ScenarioConditions {
        guard var conditions = wish.request.conditions(ratedPower: ratedPower) else { throw .loadInvalid }
        let local = now.advanced(seconds: Double(utcOffsetSeconds))
        conditions.load = conditions.load.beginning(at: Double(local.microseconds) / 3.6e9)
        return conditions
    }

    /// What becomes of the machine; it takes a processor for up to some seconds and 4 MB.
    func run() throws(ScenarioError) -> (forecast: ScenarioForecast, conditions: ScenarioConditions) {
        let conditions = try conditions()
        return (try twin.run(conditions, options: wish.options), conditions)
    }
}

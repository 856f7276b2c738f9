public import AnalyticsTwin

/// From where a twin is asked what an action leads to: its parameters as they were calibrated, its state, and what it
/// missed at that moment.
public struct TwinBasis: Sendable, Equatable {
    /// As they were calibrated to the machine.
    public var parameters: TwinParameters
    /// °C that the machine was measured beside the twin.
    public var missedTemperature: Double
    /// mm/s that the machine was measured beside the twin.
    public var missedVibration: Double
    /// The state, as `Twin.snapshot()` keeps it.
    let state: [UInt8]
    /// Where the copies begin.
    let twin: Twin

    /// The twin as it stands; nothing when no machine can be in such a state.
    ///
    /// The copies know neither what was measured at this step nor the part of a vibration that no load explains.
    init?(_ calibrated: CalibratedTwin) {
        var copy = calibrated.twin
        if let time = copy.state.time { copy.step(power: copy.state.power, at: time) }
        func measured(_ newest: TwinResidual, _ known: Double?) -> Double {
            newest.predicted + (newest.residual ?? known ?? 0)
        }
        let state = calibrated.twin.state
        self.init(
            parameters: calibrated.twin.parameters, state: calibrated.twin.snapshot(),
            missedTemperature: measured(calibrated.temperature, state.temperatureResidual) - copy.state.temperature,
            missedVibration: measured(calibrated.vibration, state.vibrationResidual) - copy.state.vibration)
    }

    /// A twin as it was kept; nothing for a state that is damaged, or parameters that no machine has.
    init?(parameters: TwinParameters, state: [UInt8], missedTemperature: Double, missedVibration: Double) {
        guard parameters.sound == parameters, missedTemperature.isFinite, missedVibration.isFinite,
            let twin = try? Twin(parameters: parameters, snapshot: state), twin.state.time != nil
        else { return nil }
        self.parameters = parameters
        self.state = state
        self.twin = twin
        self.missedTemperature = missedTemperature
        self.missedVibration = missedVibration
    }

    /// The same state with the same parameters.
    public static func == (one: TwinBasis, other: TwinBasis) -> Bool {
        one.parameters == other.parameters && one.state == other.state
            && one.missedTemperature == other.missedTemperature && one.missedVibration == other.missedVibration
    }
}

internal import AnalyticsTwin
internal import Telemetry

/// What was calibrated on a file, as lines for a person.
struct TwinSummary {
    let file: String
    let profile: TwinParameters
    private var rows = 0
    private var older = 0
    private var held = 0
    private var stuck = 0

    init(file: String, profile: TwinParameters) {
        self.file = file
        self.profile = profile
    }

    /// Counts a row that the twin has been told.
    mutating func count(_ row: TwinRows.Row, _ twin: CalibratedTwin, isNew: Bool) {
        rows += 1
        guard isNew else { return older += 1 }
        if twin.temperature.isHeld || twin.vibration.isHeld { held += 1 }
        if twin.isStuck, row.temperature != nil { stuck += 1 }
    }

    func lines(_ twin: CalibratedTwin) -> [String] {
        let found = twin.calibration
        let state =
            found.isCalibrated
            ? "calibrated" : "not calibrated: too few readings, or a load that varies too little to tell all apart"
        var lines = ["\(file): \(rows) rows, \(state)"]
        lines.append("  rise       \(Self.text(found.rise)) °C a kW (profile \(Self.short(profileRise)))")
        lines.append("  decay      \(Self.text(found.decay)) a second (profile \(Self.short(profile.decay)))")
        lines.append("  ambient    \(Self.text(found.ambient)) °C (profile \(Self.short(profile.ambient)))")
        if let error = found.temperatureError, let bias = found.temperatureBias {
            lines.append(
                "  last day   off by \(Self.short(error)) °C (RMS), bias \(Self.short(bias)) °C;"
                    + " sensor noise \(Self.short(found.temperatureNoise)) °C")
        }
        if let error = found.vibrationError {
            lines.append(
                "  vibration  \(Self.text(found.vibrationPerLoad)) mm/s a kW, offset"
                    + " \(Self.text(found.vibrationOffset)) mm/s; off by \(Self.short(error)) mm/s")
            lines.append(
                "  wear       \(Self.text(found.wearRate)) an hour for each mm/s"
                    + " (profile \(Self.short(profile.wearRate)))")
        }
        let life = twin.remainingLife
        lines.append(
            "  health     \(Self.short(twin.twin.health)) % \(twin.twin.healthState.rawValue);"
                + " \(Int(life.hours)) h left (\(Int(life.low)) to \(Int(life.high)))")
        return lines + notes(found)
    }

    private func notes(_ found: TwinCalibration) -> [String] {
        var notes: [String] = []
        if held > 0 { notes.append("  \(held) rows were too far off to be learned from") }
        if stuck > 0 { notes.append("  in \(stuck) rows the temperature sensor is stuck") }
        if older > 0 { notes.append("  \(older) rows are older than the one before and are left out") }
        if found.restarts > 0 { notes.append("  it gave up what it had learned \(found.restarts) times") }
        return notes
    }

    private var profileRise: Double { profile.settledTemperature(power: 1) - profile.ambient }

    private static func text(_ value: CalibratedValue) -> String {
        "\(short(value.value)) ± \(short(value.deviation))"
    }

    /// Three digits that count, also of what is very small.
    private static func short(_ value: Double) -> String {
        value == 0 || abs(value) >= 1e-3 ? PlotScale.short(value) : "\(Float(value))"
    }
}

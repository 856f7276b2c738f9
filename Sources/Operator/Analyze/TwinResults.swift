internal import AnalyticsTwin
internal import Telemetry

/// Writes what a twin says of each row.
struct TwinResults {
    /// Standard deviations of a band of 80 %.
    static let band = 1.281_552

    private let results: ResultRows
    private let hasVibration: Bool

    init(output: String, rows: TwinRows) throws {
        hasVibration = rows.hasVibration
        let shaken = ["vibration", "vibration_predicted", "vibration_residual", "vibration_sigmas", "vibration_error"]
        results = try ResultRows(
            output: output,
            columns: ["row", "time", "power", "temperature", "predicted", "lo80", "hi80"]
                + ["residual", "sigmas", "error"] + (rows.hasVibration ? shaken : [])
                + ["held", "health", "remaining", "remaining_lo80", "remaining_hi80"])
    }

    func write(_ row: TwinRows.Row, _ twin: CalibratedTwin) throws {
        let (heat, shake, found) = (twin.temperature, twin.vibration, twin.calibration)
        var fields: [ResultField] = [
            .count(row.index), .text(row.time.rfc3339), .number(row.power), Self.field(row.temperature),
            .number(heat.predicted), .number(heat.predicted - Self.band * heat.deviation),
            .number(heat.predicted + Self.band * heat.deviation), Self.field(heat.residual), Self.field(heat.sigmas),
            Self.field(found.temperatureError),
        ]
        if hasVibration {
            fields += [
                Self.field(row.vibration), .number(shake.predicted), Self.field(shake.residual),
                Self.field(shake.sigmas), Self.field(found.vibrationError),
            ]
        }
        let life = twin.remainingLife
        fields += [
            .count(heat.isHeld || shake.isHeld ? 1 : 0), .number(twin.twin.health), .number(life.hours),
            .number(life.low), .number(life.high),
        ]
        try results.write(fields)
    }

    func finish() throws { try results.finish() }

    private static func field(_ value: Double?) -> ResultField { value.map { .number($0) } ?? .missing }
}

internal import DeviceProfiles
internal import Telemetry

/// When a machine's one score is an alert: when its rows alarm for longer than they usually do.
///
/// It needs as long a run as the detector takes for a fault (`AlarmRate`), because a machine whose load changes is
/// unlike itself for a minute, and because what shows in one metric is better told by that one: while a metric's alert
/// is active, the machine's rows are no news, and its alert ends.
struct MachineAnomaly: Sendable {
    static let highToRaise = 64.0

    var run = OddRun(least: MachineAnomaly.highToRaise, kept: 0.998)
    var crossing: Crossing
    var life = AlertLife()
    private let criticalScore: Double

    init(_ definition: AnomalyDefinition, intervalSeconds: Double) {
        criticalScore = definition.criticalScore ?? 2
        crossing = Crossing(
            onDelaySeconds: definition.onDelaySeconds, offDelaySeconds: definition.offDelaySeconds,
            gapSecondsMax: max(30, 10 * intervalSeconds))
    }

    /// How bad an alert of this verdict is.
    func severity(_ verdict: JointVerdict) -> Severity { verdict.score >= criticalScore ? .critical : .warning }

    /// Takes the verdict of a row; `isTold` where a metric's own alert says it already.
    mutating func step(_ verdict: JointVerdict, isTold: Bool) -> Crossing.Change? {
        let isHigh = verdict.isAlarm && !isTold
        if !isHigh, run.isQuiet, crossing.state == .idle { return nil }
        return crossing.step(&run, isHigh: isHigh, at: verdict.time)
    }
}

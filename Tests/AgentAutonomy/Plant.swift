import AgentAutonomy
import AnalyticsTwin
import DeviceProfiles
import Runtime
import Telemetry
import Testing

/// A machine to try things on: profile, guard and surroundings, with a clock that the test moves.
struct Plant {
    static let power = 0
    static let temperature = 1
    static let vibration = 2
    static let runtime = 3
    static let start = Timestamp(seconds: 1_763_712_000)

    var machine: MachineGuard
    var context: GuardContext
    /// Seconds since `start`.
    var seconds = 0.0

    init(_ profile: FirmwareProfile = Plant.pump(), hubReachable: Bool = true, seed: UInt64 = 1) throws {
        let key = try #require(MachineKey(factory: "north", machine: "pump-7"))
        machine = MachineGuard(key: key, profile: profile)
        context = GuardContext(
            now: Plant.start, uptime: Uptime(nanoseconds: 1_000_000_000), hubReachable: hubReachable,
            random: SeededRandom(seed: seed))
    }

    var time: Timestamp { Plant.start.advanced(seconds: seconds) }

    /// Shows a value of a metric every two seconds for a while; what came of it.
    mutating func run(_ slot: Int, _ value: Double, for duration: Double) -> [AutonomyEffect] {
        run(slot, for: duration) { _ in value }
    }

    mutating func run(
        _ slot: Int, for duration: Double, _ value: (Double) -> Double
    ) -> [AutonomyEffect] {
        var effects: [AutonomyEffect] = []
        let end = seconds + duration
        while seconds < end {
            machine.observe(slot: slot, value: value(seconds), at: time, context: &context, effects: &effects)
            pass(2)
        }
        return effects
    }

    /// Lets time pass without a reading.
    mutating func pass(_ duration: Double) {
        seconds += duration
        context.now = context.now.advanced(seconds: duration)
        context.uptime = context.uptime.advanced(seconds: duration)
    }

    mutating func tick() -> [AutonomyEffect] {
        var effects: [AutonomyEffect] = []
        machine.tick(context: &context, effects: &effects)
        return effects
    }

    /// A person sets the machine's status; what came of it.
    @discardableResult
    mutating func set(_ status: MachineStatus) -> [AutonomyEffect] {
        var effects: [AutonomyEffect] = []
        machine.setStatus(status, context: &context, effects: &effects)
        return effects
    }

    /// A pump with the limits and rules of plant.md.
    static func pump() -> FirmwareProfile {
        var profile = FirmwareProfile(name: "pump", version: 3, machineType: "PUMP")
        profile.metrics = [
            ("power", "kW", 20.0), ("temperature", "Cel", nil), ("vibration", "mm/s", nil),
            ("runtime", "h", nil),
        ].compactMap { name, unit, baseline in
            MetricName(name).map {
                MetricDefinition(name: $0, unit: unit, baseline: baseline, isScored: name != "runtime")
            }
        }
        profile.limits = [
            limit(.temperature, profile, temperature, .warning, .absolute(75), hysteresis: 2),
            limit(.temperature, profile, temperature, .critical, .absolute(85), hysteresis: 2),
            limit(.vibration, profile, vibration, .warning, .absolute(2.5), hysteresis: 0.2),
            limit(.vibration, profile, vibration, .critical, .absolute(4), hysteresis: 0.2),
            limit(.powerSpike, profile, power, .warning, .ofBaseline(1.2), hysteresis: 0.5),
        ]
        profile.twin = TwinParameters()
        profile.actions = [ActionDefinition(name: "stop", leadsTo: .offline)]
        profile.rules = [
            AutonomyRule(
                name: "over-temperature", metric: profile.metrics[temperature].name, slot: temperature,
                condition: .value(.above, .absolute(85)), hysteresis: 2, forSeconds: 10, status: .maintenance,
                riskLevel: .critical, rootCause: "Overheating", recommendation: "Check cooling and lubrication.",
                preventedLoss: 12_000),
            AutonomyRule(
                name: "power-spike", metric: profile.metrics[power].name, slot: power,
                condition: .value(.above, .ofBaseline(1.2)), hysteresis: 0.5, forSeconds: 10, status: .offline,
                action: "stop", riskLevel: .critical, rootCause: "Overload", recommendation: "Look for a blockage."),
            AutonomyRule(
                name: "odd-vibration", metric: profile.metrics[vibration].name, slot: vibration,
                condition: .score(atLeast: 0.99), forSeconds: 10, riskLevel: .warning, rootCause: "",
                recommendation: "Check the bearing.", maintenanceWindowHours: 72),
        ]
        profile.autonomy = AutonomyPolicy(
            statuses: [.maintenance, .offline], actions: [ActionPermission(action: "stop")])
        return profile
    }

    private static func limit(
        _ kind: AlertKind, _ profile: FirmwareProfile, _ slot: Int, _ severity: Severity, _ threshold: Threshold,
        hysteresis: Double
    ) -> LimitDefinition {
        LimitDefinition(
            kind: kind, metric: profile.metrics[slot].name, slot: slot, severity: severity, direction: .above,
            threshold: threshold, hysteresis: hysteresis, onDelaySeconds: 4, offDelaySeconds: 10, asksForDecision: true)
    }
}

extension [AutonomyEffect] {
    var alerts: [Alert] { compactMap { if case .alert(let alert) = $0 { alert } else { nil } } }
    var decisions: [Decision] { compactMap { if case .decision(let decision) = $0 { decision } else { nil } } }
    var commands: [DeviceCommand] { compactMap { if case .command(let command) = $0 { command } else { nil } } }
    var actions: [DeviceAction] { compactMap { if case .action(let action) = $0 { action } else { nil } } }

    /// The codes of commands that ended without leaving.
    var withheld: [String] { compactMap { if case .withheld(_, let code) = $0 { code } else { nil } } }
    var statuses: [MachineStatus] { compactMap { if case .status(let status, _, _) = $0 { status } else { nil } } }
}

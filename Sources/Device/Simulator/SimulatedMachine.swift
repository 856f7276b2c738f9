internal import AnalyticsTwin
public import DeviceProfiles
internal import Glibc
internal import Runtime
public import Telemetry

/// One machine of a profile: its physics, its faults and its commands, without a connection or a clock.
///
/// Pure: the same seed, steps and commands give the same readings on any computer. Power follows the day's load,
/// temperature the power (with the profile's heat and cooling), vibration load, heat and age: 5 % more for each
/// 100 000 hours. Every value carries measurement noise and stays in the metric's range.
public struct SimulatedMachine: Sendable {
    /// Goes into its randomness: two machines of one seed differ.
    public let key: MachineKey
    /// Gives it metrics, ranges, physics and the set-points that it takes.
    public let profile: FirmwareProfile
    /// Whether it runs, or is running up.
    public internal(set) var isRunning = true
    /// Hours; 500 to 9 500 at first, and rising while it runs.
    public internal(set) var runningHours: Double
    /// What was last stepped to.
    public internal(set) var time: Timestamp
    /// Actual values, without measurement noise.
    public internal(set) var power: Double
    /// °C, of the machine, not of its surroundings.
    public internal(set) var temperature: Double
    /// mm/s RMS; 0 while it stands.
    public internal(set) var vibration: Double = 0

    /// The set-point of `set_…` commands by their argument, and the part of full speed that it asks for.
    var setPoints: [String: Double] = [:]
    var speedPart: Double = 1
    var faults: [SimulatedFault: ActiveFault] = [:]
    var plan: [PlannedFault]
    var commands: [OpenCommand] = []
    var answered: [AnsweredCommand] = []
    let nature: MachineNature
    private let startedAt: Timestamp
    private var random: SeededRandom
    private var wander: Double = 0
    private var bearing: Double = 0

    /// A machine that has been running for a while.
    ///
    /// Faults of the plan count from `startedAt`.
    public init(
        key: MachineKey, profile: FirmwareProfile, seed: UInt64, startedAt: Timestamp, plan: [PlannedFault] = []
    ) {
        var random = SeededRandom(seed: seed ^ Self.mix(key.description))
        self.key = key
        self.profile = profile
        self.plan = plan.filter { $0.machine == nil || $0.machine == key.machine }
        self.startedAt = startedAt
        nature = MachineNature(profile: profile, using: &random)
        runningHours = 500 + 9_000 * random.unit()
        time = startedAt
        power = nature.usualPower * DailyLoad.part(at: startedAt)
        temperature = nature.settled(power: power)
        self.random = random
    }

    /// Lets time pass and measures; nothing is measured before the time already reached, or while it drops out.
    public mutating func step(to now: Timestamp) -> [SimulatedReading] {
        let seconds = now.seconds(since: time)
        guard seconds >= 0 else { return [] }
        time = now
        beginPlannedFaults()
        faults = faults.filter { $0.value.end.map { $0 > now } ?? true }
        advance(seconds: min(seconds, 3_600))
        let readings = measure()
        return faults[.dropOut] == nil ? readings : []
    }

    /// Starts a fault now; one that is active is started anew.
    ///
    /// A stopped machine has none of those that need running.
    public mutating func begin(_ fault: SimulatedFault, seconds: Double? = nil) {
        guard isRunning || !fault.endsWhenStopped else { return }
        let length = seconds ?? fault.usualSeconds
        faults[fault] = ActiveFault(since: time, end: length.map { time.advanced(seconds: $0) })
    }

    /// Ends all faults.
    public mutating func repair() {
        faults = [:]
        bearing = 0
    }

    /// The faults that are active.
    public var activeFaults: Set<SimulatedFault> { Set(faults.keys) }

    private mutating func beginPlannedFaults() {
        let elapsed = time.seconds(since: startedAt)
        for planned in plan where planned.afterSeconds <= elapsed { begin(planned.fault, seconds: planned.seconds) }
        plan.removeAll { $0.afterSeconds <= elapsed }
    }

    private mutating func advance(seconds: Double) {
        // Slow wandering of the load: correlated over about two minutes, 1.2 % wide at any pace of the steps.
        let kept = exp(-seconds / 120)
        wander = wander * kept + 0.012 * (1 - kept * kept).squareRoot() * random.normal()
        let asked = nature.usualPower * DailyLoad.part(at: time) * speedPart * (1 + wander)
        power = isRunning ? asked : 0
        if faults[.spike] != nil { power += 0.4 * nature.usualPower }
        if faults[.overheat] != nil {
            // The hotter it is, the harder it turns.
            let drag = min(1, max(0, (temperature - 84) / 8))
            power = max(power, power + drag * (1.4 * nature.usualPower - power))
        }
        heat(seconds: seconds)
        bearing = faults[.bearing] == nil ? 0 : min(12, bearing + 0.05 * seconds)
        vibration =
            isRunning ? nature.vibration(power: power, temperature: temperature, hours: runningHours) + bearing : 0
        if isRunning { runningHours += seconds / 3_600 }
    }

    private mutating func heat(seconds: Double) {
        let (settled, rate) =
            faults[.overheat] == nil
            ? (nature.settled(power: isRunning ? power : 0), nature.twin.decay)
            : (max(112, nature.settled(power: power)), 0.015)
        temperature = settled + (temperature - settled) * exp(-rate * seconds)
    }

    private mutating func measure() -> [SimulatedReading] {
        let jump = faults[.clockJump] == nil ? 0.0 : 3_600
        return profile.metrics.map { metric in
            let noise = random.normal()
            let measured =
                metric.name.text == "runtime" ? runningHours : value(of: metric) * (1 + noise * Self.noise(metric))
            var reading = SimulatedReading(
                metric: metric.name,
                value: Self.rounded(metric.range.map { min(max(measured, $0.lowerBound), $0.upperBound) } ?? measured),
                unit: metric.unit, time: time.advanced(seconds: jump))
            if faults[.wrongUnit] != nil, metric.name.text == "temperature" {
                reading.value = Self.rounded(reading.value * 9 / 5 + 32)
                reading.unit = "degF"
            }
            return reading
        }
    }

    private func value(of metric: MetricDefinition) -> Double {
        switch metric.name.text {
        case "power": power
        case "temperature": temperature
        case "vibration": vibration
        default: nature.further(metric, power: power, speed: isRunning ? speedPart : 0, setPoints: setPoints)
        }
    }

    /// The part of a value that its sensor is uncertain by.
    private static func noise(_ metric: MetricDefinition) -> Double {
        switch metric.name.text {
        case "temperature": 0.002
        case "vibration": 0.03
        default: 0.006
        }
    }

    private static func rounded(_ value: Double) -> Double { (value * 1_000).rounded() / 1_000 }

    /// FNV-1a, so that machines of one seed differ and one machine is the same in any fleet.
    private static func mix(_ text: String) -> UInt64 {
        text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }
}

/// A fault that is going on.
struct ActiveFault: Sendable, Equatable {
    var since: Timestamp
    var end: Timestamp?
}

internal import AnalyticsAnomaly
internal import DeviceProfiles
internal import Telemetry

/// The detector of all scored metrics of a machine together, fed with rows, and what it said last.
///
/// What the hub's forest says of a row is one more view of it, so that the machine has one calibrated score.
///
/// A metric has a place in it from its first reading on, so that a profile's metrics that a device never sends cost
/// nothing; one that begins later is taken in, and what is known of the others stays. Places go by name, because a
/// newer profile may order its metrics anew.
struct JointMonitor: Sendable {
    let options: MachineDetectorOptions
    /// Nothing before the first row.
    var detector: MachineDetector?
    /// The metrics in the detector's order.
    var names: [MetricName] = []
    /// What it said of the newest row; nothing before the first, or until enough has been seen.
    private(set) var verdict: JointVerdict?
    /// The guard's slots in the detector's order; -1 for one that was not heard since the start.
    private var slots: [Int] = []
    private var known: UInt64 = 0
    private var values: [Double] = []

    init(alarmRate: Double) {
        options = MachineDetectorOptions(alarmRate: max(1e-6, min(0.5, alarmRate)))
    }

    /// Judges a row, and learns it unless it is held; `scored` has a bit for each slot that takes part.
    mutating func judge(
        _ row: RowAssembly, scored: UInt64, isHeld: Bool, slots guarded: [GuardSlot], forest: ForestMonitor?
    ) {
        var new = row.filled & scored & ~known
        while new != 0 {
            let slot = new.trailingZeroBitCount
            add(slot, guarded[slot].definition.name)
            new &= new - 1
        }
        for place in slots.indices { values[place] = slots[place] < 0 ? .nan : row[slots[place]] ?? .nan }
        guard row.filled & scored != 0,
            let found = detector?.score(values, at: row.time, isHeld: isHeld, forest: forest?.tail)
        else { return }
        verdict = tell(found, at: row.time, forest)
    }

    /// Takes up what a snapshot held.
    mutating func restore(_ detector: MachineDetector, names: [MetricName]) {
        self.detector = detector
        self.names = names
        slots = names.map { _ in -1 }
        values = names.map { _ in .nan }
        known = 0
        verdict = nil
    }

    /// Forgets what is normal.
    mutating func relearn() {
        detector = nil
        (names, slots, values, known, verdict) = ([], [], [], 0, nil)
    }

    private mutating func add(_ slot: Int, _ name: MetricName) {
        known |= 1 << UInt64(slot)
        if let place = names.firstIndex(of: name) { return slots[place] = slot }
        // A detector that was restored may have all the metrics that it can.
        guard names.count < MachineDetector.metricsMax else { return }
        if detector == nil {
            detector = MachineDetector(metrics: 1, options: options)
        } else {
            detector?.addMetric()
        }
        names.append(name)
        slots.append(slot)
        values.append(.nan)
    }

    private func tell(_ found: MachineVerdict, at time: Timestamp, _ forest: ForestMonitor?) -> JointVerdict? {
        guard let view = found.view, let place = found.metric, let expected = found.expected,
            let distance = found.distance
        else { return nil }
        var verdict = JointVerdict(
            score: found.score, isAlarm: found.isAlarm, view: view, metric: names[place], expected: expected,
            distance: distance, since: found.since, time: time)
        if found.isAlarm, view == .forest, let reason = forest?.reason() {
            (verdict.metric, verdict.expected, verdict.distance) = (reason.metric, reason.expected, reason.distance)
        }
        return verdict
    }
}

internal import Glibc
public import Telemetry

/// The detector of a machine: each metric by itself, all of them together, the word of an isolation forest
/// beside it, and one calibrated score with its reason.
///
/// Surprise is counted in decades, −log₁₀ of the part of readings that are as far out. The most surprising view counts,
/// corrected for their number (Bonferroni); a metric alone needs one decade more than all of them together. What was
/// surprising in the last twenty readings adds to it, so that a fault that goes on stands out from single spikes.
/// `AlarmRate` takes off what this machine's normal readings need so that no more of them alarm than was asked for.
///
/// A long run of alarms is taken for a fault (`AlarmRate.chanceMax`). While it lasts learning goes on at 1/16 of its
/// pace, so that it is not learned away, and a new way of running is learned in hours, or when it has come five times.
/// Who knows of a fault by other means holds it, and then nothing is learned at all. Memory does not grow with time:
/// about 3 KB a metric.
public struct MachineDetector: Sendable {
    /// Metrics of one machine.
    public static let metricsMax = 64
    /// A joint distance as usual is that of one reading in two.
    private static let jointUsual = 0.3
    private static let aloneDecades = 1.0
    private static let memoryGain = 1.0 / 20
    private static let memoryPart = 0.5
    private static let memoryDecadesMax = 6.0

    let options: MachineDetectorOptions
    var metrics: [MetricDetector]
    var joint: JointDetector?
    var rate = AlarmRate()
    /// The mean surprise of the last twenty readings.
    var memory = 0.0
    var readings: UInt32 = 0
    var since: Timestamp?

    /// A detector that has seen nothing.
    ///
    /// - Precondition: there are 1 to `metricsMax` metrics.
    public init(metrics: Int, options: MachineDetectorOptions = MachineDetectorOptions()) {
        precondition((1...Self.metricsMax).contains(metrics), "a machine has 1 to \(Self.metricsMax) metrics")
        self.options = options
        self.metrics = (0..<metrics).map { _ in MetricDetector() }
        joint = metrics > 1 ? JointDetector(metrics: metrics, training: options.training) : nil
    }

    /// How many metrics it has.
    public var metricCount: Int { metrics.count }

    /// Takes in one more metric, in the last place; what is known of the others stays.
    ///
    /// - Precondition: there are fewer than `metricsMax`.
    public mutating func addMetric() {
        precondition(metrics.count < Self.metricsMax, "a machine has 1 to \(Self.metricsMax) metrics")
        metrics.append(MetricDetector())
        if joint == nil {
            joint = JointDetector(metrics: metrics.count, training: options.training)
        } else {
            joint?.addMetric()
        }
    }

    /// Scores a reading of all metrics, not-a-number where one is missing, then learns it unless it is held.
    ///
    /// `tail` is what an isolation forest says of the same reading: the part of this machine's normal readings that are
    /// at least as odd to it (`ScoreTails`). It is one more view; the rate of alarms holds with it and without.
    /// - Precondition: there is a value for each metric.
    public mutating func score(
        _ values: [Double], at time: Timestamp, isHeld: Bool = false, forest tail: Double? = nil
    ) -> MachineVerdict {
        precondition(values.count == metrics.count, "a reading has a value for each metric")
        if !isHeld { readings = min(readings + 1, .max - 1) }
        let pace = isHeld ? 0 : rate.pace
        guard var worst = judge(values, at: time, pace: pace) else { return .unknown }
        if let tail { worst.join(forest: tail) }
        memory += (min(worst.decades, Self.memoryDecadesMax) - memory) * Self.memoryGain
        let raised = worst.decades + Self.memoryPart * memory
        let decades = max(0, raised - rate.scoreOffset)
        let beyond = raised - rate.alarmOffset + log10(options.alarmRate)
        if !isHeld { rate.count(beyond: beyond, rate: options.alarmRate, seen: readings) }
        let isAlarm = beyond > 0 && readings > UInt32(clamping: options.training)
        since = isAlarm ? since ?? time : nil
        // Beyond 15 decades a double has no room below 1.
        return MachineVerdict(
            score: 1 - exp(-2.302_585_093 * min(15, decades)), isAlarm: isAlarm, view: worst.view,
            metric: worst.metric, expected: worst.expected, distance: worst.distance, since: since)
    }

    private struct Finding {
        var decades: Double
        var view: MachineView
        var metric: Int
        var expected: Double
        var distance: Double

        /// The forest and the detector are two chances to be odd.
        mutating func join(forest tail: Double) {
            let others = -log10(2 * max(tail, 1e-16))
            guard others > decades else { return }
            (decades, view) = (others, .forest)
        }
    }

    /// The most surprising view; nothing until one of them is ready.
    private mutating func judge(_ values: [Double], at time: Timestamp, pace: Double) -> Finding? {
        let worst = judgeAlone(values, at: time, pace: pace)
        guard let height = values.withUnsafeBufferPointer({ joint?.judge($0, pace: pace) }),
            Self.jointUsual + height > worst?.decades ?? -.infinity, let farthest = joint?.farthest()
        else { return worst }
        return Finding(
            decades: Self.jointUsual + height, view: .together, metric: farthest.metric, expected: farthest.expected,
            distance: farthest.distance)
    }

    /// The metric that is farthest off by itself, corrected for the number of views.
    private mutating func judgeAlone(_ values: [Double], at time: Timestamp, pace: Double) -> Finding? {
        var worst: (metric: Int, surprise: MetricSurprise)?
        let part = DayProfile.part(of: time.microseconds)
        for index in metrics.indices {
            let found = metrics[index].judge(values[index], part: part, pace: pace)
            guard metrics[index].isReady, found.tail < worst?.surprise.tail ?? .infinity else { continue }
            worst = (index, found)
        }
        guard let (metric, surprise) = worst else { return nil }
        let chances = metrics.count == 1 ? 0 : Self.aloneDecades + log10(2 * Double(metrics.count))
        return Finding(
            decades: -log10(max(Double(surprise.tail), 1e-16)) - chances, view: .metric, metric: metric,
            expected: surprise.expected, distance: surprise.distance)
    }
}

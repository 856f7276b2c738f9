internal import AnalyticsAnomaly
internal import AnalyticsForest
internal import Telemetry

/// The isolation forest that the hub fitted to the machine's history, fed with whole rows, and what it said last.
///
/// A forest knows nothing of this machine's rate of alarms: `ScoreTails` learns here how many normal rows score how
/// high. A row that lacks a metric is not judged, because what stands for it would be the median.
struct ForestMonitor: Sendable {
    let forest: RunningForest
    /// Counts up with each forest of the machine.
    let version: Int
    let names: [MetricName]
    /// The part of normal rows that may alarm.
    let alarmRate: Double
    var tails = ScoreTails()
    /// What it said of the newest whole row; nothing before the first, or until enough has been seen.
    private(set) var verdict: ForestVerdict?
    /// The part of normal rows that are at least as odd as the newest row; nothing when that one was not judged.
    private(set) var tail: Double?
    /// The guard's slots in the order of the features; -1 for a metric that was not heard yet.
    private(set) var slots: [Int]
    private var values: [Double]

    init(_ forest: IsolationForest, version: Int, names: [MetricName], alarmRate: Double) {
        self.forest = RunningForest(forest)
        self.version = version
        self.names = names
        self.alarmRate = max(1e-6, min(0.5, alarmRate))
        slots = names.map { _ in -1 }
        values = names.map { _ in .nan }
    }

    /// Notes where a metric stands in rows; true when it is one of the forest's.
    mutating func note(_ name: MetricName, slot: Int) -> Bool {
        guard let place = names.firstIndex(of: name) else { return false }
        slots[place] = slot
        return true
    }

    /// Judges a row that has all its metrics, and learns its score unless it is held; false for any other.
    mutating func judge(_ row: RowAssembly, isHeld: Bool) -> Bool {
        tail = nil
        for place in slots.indices {
            guard slots[place] >= 0, let value = row[slots[place]] else { return false }
            values[place] = value
        }
        tail = tails.judge(forest.score(values), isHeld: isHeld)
        guard let tail else { return false }
        let isAlarm = tail <= alarmRate
        verdict = ForestVerdict(
            score: 1 - tail, isAlarm: isAlarm, reason: isAlarm ? reason() : nil,
            since: isAlarm ? verdict?.since ?? row.time : nil, time: row.time)
        return true
    }

    /// Why the newest row that has all its metrics is odd; it costs a score for each metric.
    func reason() -> ForestVerdict.Reason? {
        forest.reason(values).map {
            ForestVerdict.Reason(metric: names[$0.feature], expected: $0.expected, distance: $0.distance)
        }
    }

    /// Forgets how high normal rows score.
    mutating func relearn() {
        tails = ScoreTails()
        (verdict, tail) = (nil, nil)
    }
}

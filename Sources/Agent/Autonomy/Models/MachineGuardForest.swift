public import AnalyticsForest
internal import AnalyticsAnomaly
internal import DeviceProfiles
public import Telemetry

/// The forest that the hub has the machine run.
extension MachineGuard {
    /// What the forest says of the newest whole row; nothing without one, or until enough has been seen.
    public var forestVerdict: ForestVerdict? { forest?.verdict }

    /// The version of the forest that runs.
    public var forestVersion: Int? { forest?.version }

    /// How many rows the forest's score was calibrated with, at most as many as it takes.
    public var forestRows: (known: Int, needed: Int)? {
        forest.map { ($0.tails.rowsKnown, ScoreTails.rowsToKnow) }
    }

    /// Runs a forest in the place of the one before; how high normal rows score is learned anew.
    ///
    /// A profile that takes any metric may have heard none yet, so there a forest waits for its metrics.
    /// - Throws: `ForestRefusal`; the one before goes on then.
    public mutating func take(_ new: IsolationForest, version: Int) throws(ForestRefusal) {
        let names = new.features.compactMap { MetricName($0) }
        guard Set(names).count == new.features.count, (1...Self.metricsMax).contains(names.count) else {
            throw .widthNotFitting(new.features.count)
        }
        let missing = names.filter { name in !metrics.contains(name) }
        guard missing.isEmpty || profile.acceptsAnyMetric else { throw .featuresMissing(missing.map(\.text)) }
        let asked = profile.anomaly.warningScore ?? settings.anomalyScore
        forest = ForestMonitor(new, version: version, names: names, alarmRate: 1 - asked)
        for place in slots.indices { placeInForest(place) }
    }

    /// Runs no forest any more.
    public mutating func dropForest() { forest = nil }

    /// How high normal rows score, 2 KB; empty without a forest.
    public func forestSnapshot() -> [UInt8] { forest?.tails.snapshot() ?? [] }

    /// Takes back how high normal rows score under the forest that runs.
    /// - Throws: `SnapshotError`; then it is learned anew.
    public mutating func restoreForest(_ snapshot: [UInt8]) throws(SnapshotError) {
        let tails = try ScoreTails(snapshot: snapshot)
        forest?.tails = tails
    }

    /// A metric of the forest has its place in rows, scored or not.
    mutating func placeInForest(_ place: Int) {
        guard forest?.note(slots[place].definition.name, slot: place) == true else { return }
        rowSlots |= 1 << UInt64(place)
    }

    mutating func judgeForest(isHeld: Bool) {
        guard forest?.judge(rows, isHeld: isHeld) == true, let verdict = forest?.verdict else { return }
        for place in forestRules { rules[place].policy?.hear(verdict) }
    }
}

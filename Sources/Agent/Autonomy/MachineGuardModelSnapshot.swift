internal import AnalyticsAnomaly
internal import AnalyticsTwin
internal import DeviceProfiles
public import Telemetry

extension MachineGuard {
    private static let modelVersion: UInt8 = 2

    /// What was learned: scores, baselines and the calibrated twin; about 700 bytes a metric.
    ///
    /// It is large and changes with every reading, so it is stored every minute or so; what a crash loses of it is a
    /// minute of learning.
    public func modelSnapshot() -> [UInt8] {
        var writer = SnapshotWriter(version: Self.modelVersion, capacity: 1_024 * max(1, slots.count))
        writer.write(calibrated) { $0.write($1.snapshot()) }
        writer.write(UInt16(slots.count))
        for slot in slots {
            writer.write(slot.definition.name.text)
            writer.write(slot.scorer) { $0.write($1.snapshot()) }
            writer.write(slot.residual) { $0.write($1.snapshot()) }
            writer.write(slot.anomaly?.run.usual ?? 0)
            writer.write(slot.anomaly?.seen ?? 0)
            writer.write(slot.baseline) { writer, baseline in
                writer.write(baseline.learned) { $0.write($1) }
                writer.write(baseline.runningSeconds)
            }
        }
        return writer.bytes
    }

    /// Takes back what was learned, before the first reading; metrics that the profile no longer has are left out.
    ///
    /// A snapshot of an agent whose twin did not calibrate itself gives the machine's age and heat; it calibrates from
    /// there on.
    /// - Throws: `SnapshotError`; the guard is then as it was, and learns anew.
    public mutating func restoreModels(_ snapshot: [UInt8]) throws(SnapshotError) {
        let isOld = snapshot.first == 1
        var reader = try SnapshotReader(snapshot, version: isOld ? 1 : Self.modelVersion)
        var restored = self
        if let bytes = try reader.optional({ reader throws(SnapshotError) in try reader.blob() }),
            let parameters = profile.twin
        {
            restored.calibrated =
                isOld
                ? CalibratedTwin(parameters: parameters, state: try Twin(parameters: parameters, snapshot: bytes).state)
                : try CalibratedTwin(parameters: parameters, snapshot: bytes)
        }
        for _ in 0..<(try reader.number(UInt16.self)) {
            let name = MetricName(try reader.text())
            let scorer = try reader.optional { reader throws(SnapshotError) in try reader.blob() }
            let residual = try reader.optional { reader throws(SnapshotError) in try reader.blob() }
            let usual = try reader.double()
            let seen = try reader.number(UInt32.self)
            let baseline = try reader.optional { reader throws(SnapshotError) in
                let learned = try reader.optional { reader throws(SnapshotError) in try reader.double() }
                return (learned: learned, running: try reader.double())
            }
            guard let name, let slot = restored.slots.firstIndex(where: { $0.definition.name == name }) else {
                continue
            }
            if let scorer, restored.slots[slot].scorer != nil {
                let resolution = restored.slots[slot].definition.deadband
                restored.slots[slot].scorer = try StreamingScorer(resolution: resolution, snapshot: scorer)
            }
            if let residual, restored.slots[slot].residual != nil {
                let resolution = restored.slots[slot].definition.deadband
                restored.slots[slot].residual = try StreamingScorer(resolution: resolution, snapshot: residual)
            }
            restored.slots[slot].anomaly?.seen = min(AnomalyMonitor.youth, seen)
            restored.slots[slot].anomaly?.run.usual = max(0, min(OddRun.usualMax, usual))
            restored.slots[slot].baseline?.learned = baseline?.learned
            restored.slots[slot].baseline?.runningSeconds = max(0, baseline?.running ?? 0)
        }
        try reader.finish()
        self = restored
    }
}

internal import AnalyticsAnomaly
internal import DeviceProfiles
public import Telemetry

extension MachineGuard {
    private static let jointVersion: UInt8 = 2

    /// What the joint detector has learned, about 2.5 KB a metric; empty before its first row.
    ///
    /// It stands apart from `modelSnapshot()` because it is several times as large and forgets within hours and not
    /// within minutes: it is stored more rarely.
    public func jointSnapshot() -> [UInt8] {
        guard let detector = joint.detector else { return [] }
        let body = detector.snapshot()
        var writer = SnapshotWriter(version: Self.jointVersion, capacity: body.count + 32 * joint.names.count)
        writer.write(UInt8(joint.names.count))
        for name in joint.names { writer.write(name.text) }
        writer.write(machineAnomaly.run.usual)
        writer.write(rest: body)
        return writer.bytes
    }

    /// Takes back what the joint detector has learned, before the first reading.
    ///
    /// When the profile no longer scores one of its metrics the snapshot is left out, and learned anew.
    /// - Throws: `SnapshotError`; the guard is then as it was, and learns anew.
    public mutating func restoreJoint(_ snapshot: [UInt8]) throws(SnapshotError) {
        // Version 1 is of agents whose machines' scores raised no alert.
        let isOld = snapshot.first == 1
        var reader = try SnapshotReader(snapshot, version: isOld ? 1 : Self.jointVersion)
        var names: [MetricName] = []
        for _ in 0..<(try reader.number(UInt8.self)) {
            guard let name = MetricName(try reader.text()), !names.contains(name) else { throw .valueInvalid }
            names.append(name)
        }
        guard (1...MachineDetector.metricsMax).contains(names.count) else { throw .valueInvalid }
        let usual = isOld ? 0 : try reader.double()
        guard (0...OddRun.usualMax).contains(usual) else { throw .valueInvalid }
        let detector = try MachineDetector(metrics: names.count, options: joint.options, snapshot: reader.rest())
        let isScored = names.allSatisfy { name in
            slots.first { $0.definition.name == name }.map { $0.scorer != nil } ?? profile.acceptsAnyMetric
        }
        guard isScored else { return }
        joint.restore(detector, names: names)
        machineAnomaly.run.usual = usual
    }
}

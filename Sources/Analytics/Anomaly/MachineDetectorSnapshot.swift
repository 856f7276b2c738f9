public import Telemetry

extension MachineDetector {
    private static let version: UInt8 = 3

    /// All that it knows, in about 3 KB a metric.
    public func snapshot() -> [UInt8] {
        var writer = SnapshotWriter(version: Self.version, capacity: 3_072 * metrics.count + 64)
        writer.write(UInt8(metrics.count))
        for number in [memory, rate.alarmOffset, rate.scoreOffset, rate.faultPace] { writer.write(number) }
        writer.write(rate.run)
        writer.write(rate.near)
        writer.write(rate.quiet)
        writer.write(readings)
        writer.write(since) { $0.write($1) }
        for metric in metrics { metric.write(to: &writer) }
        joint?.write(to: &writer)
        return writer.bytes
    }

    /// A detector that goes on where the snapshot was taken.
    ///
    /// - Throws: `SnapshotError` for bytes that are damaged, of another version, or of another number of metrics.
    public init(metrics: Int, options: MachineDetectorOptions, snapshot: [UInt8]) throws(SnapshotError) {
        self.init(metrics: metrics, options: options)
        // Version 2 is of detectors that knew nothing of faults that come again.
        let isOld = snapshot.first == 2
        var reader = try SnapshotReader(snapshot, version: isOld ? 2 : Self.version)
        guard try reader.number(UInt8.self) == metrics else { throw .valueInvalid }
        memory = try reader.double()
        rate.alarmOffset = try reader.double()
        rate.scoreOffset = try reader.double()
        if !isOld { rate.faultPace = try reader.double() }
        rate.run = try reader.number(UInt32.self)
        rate.near = try reader.number(UInt32.self)
        if !isOld { rate.quiet = try reader.number(UInt32.self) }
        readings = try reader.number(UInt32.self)
        since = try reader.optional { reader throws(SnapshotError) in try reader.time() }
        guard rate.near <= rate.run, rate.run < .max, readings < .max, AlarmRate.range.contains(rate.alarmOffset),
            AlarmRate.range.contains(rate.scoreOffset), (1...AlarmRate.paceMax).contains(rate.faultPace),
            rate.quiet <= AlarmRate.chanceMax
        else {
            throw .valueInvalid
        }
        for index in self.metrics.indices { try self.metrics[index].read(from: &reader) }
        try joint?.read(from: &reader)
        try reader.finish()
    }
}

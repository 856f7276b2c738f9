public import Telemetry

extension EnergyWindow {
    private static let version: UInt8 = 1

    /// The readings, in at most 12.5 KB.
    public func snapshot() -> [UInt8] {
        var writer = SnapshotWriter(version: Self.version, capacity: 3 + 25 * count)
        writer.write(UInt16(count))
        for reading in readings {
            writer.write(reading.time)
            writer.write(reading.power)
            writer.write(reading.temperature) { $0.write($1) }
        }
        return writer.bytes
    }

    /// A window that goes on where the snapshot was taken.
    ///
    /// - Throws: `SnapshotError` for bytes that are damaged or of another version.
    public init(snapshot: [UInt8]) throws(SnapshotError) {
        var reader = try SnapshotReader(snapshot, version: Self.version)
        let count = try reader.number(UInt16.self)
        guard count <= Self.size else { throw .valueInvalid }
        self.init()
        for _ in 0..<count {
            let time = try reader.time()
            let power = try reader.double()
            let temperature = try reader.optional { reader throws(SnapshotError) in try reader.double() }
            guard power >= 0, add(EnergyReading(time: time, power: power, temperature: temperature)) else {
                throw .valueInvalid
            }
        }
        try reader.finish()
    }
}

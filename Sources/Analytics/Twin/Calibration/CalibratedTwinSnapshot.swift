public import Telemetry

extension CalibratedTwin {
    private static let version: UInt8 = 1

    /// The twin's state and what was learned, about 600 bytes; the profile is not kept with it.
    public func snapshot() -> [UInt8] {
        var writer = SnapshotWriter(version: Self.version, capacity: 640)
        writer.write(twin.snapshot())
        heat.write(to: &writer)
        shake.write(to: &writer)
        for trust in [heatTrust, shakeTrust] { trust.write(to: &writer) }
        for window in [heatError, shakeError] {
            for number in [window.square, window.mean, window.count] { writer.write(number) }
        }
        writer.write(sensor.readings)
        writer.write(sensor.readings == 0 ? 0 : sensor.value)
        for number in [sensor.expected, wearAtStart, exposure, pace, heatSeconds, shakeSeconds] { writer.write(number) }
        for flag in [hasHeat, hasShake, isStuck] { writer.write(flag) }
        for residual in [temperature, vibration] {
            writer.write(residual.predicted)
            writer.write(residual.deviation)
            writer.write(residual.residual) { $0.write($1) }
            writer.write(residual.isHeld)
        }
        return writer.bytes
    }

    /// A twin that goes on where the snapshot was taken.
    ///
    /// Under another profile what was learned is brought within what that profile allows.
    ///
    /// - Throws: `SnapshotError` for bytes that are damaged, of another version, or that hold what no twin learns: a
    ///   covariance that is not positive, a noise outside its limits, negative times.
    public init(parameters: TwinParameters, snapshot: [UInt8]) throws(SnapshotError) {
        var reader = try SnapshotReader(snapshot, version: Self.version)
        self.init(parameters: parameters)
        twin = try Twin(parameters: parameters, snapshot: try reader.blob())
        try heat.read(from: &reader)
        try shake.read(from: &reader)
        heatTrust = try TwinTrust(from: &reader)
        shakeTrust = try TwinTrust(from: &reader)
        heatError = try Self.window(&reader)
        shakeError = try Self.window(&reader)
        sensor.readings = try reader.number(UInt32.self)
        sensor.value = sensor.readings == 0 ? (try reader.double() == 0 ? .infinity : 0) : try reader.double()
        sensor.expected = try Self.number(&reader, -1e9...1e9)
        guard sensor.readings <= StuckSensor.readingsMin, sensor.readings > 0 || sensor.value.isInfinite else {
            throw .valueInvalid
        }
        wearAtStart = try Self.number(&reader, 0...1)
        exposure = try Self.number(&reader, 0...1e12)
        pace = try Self.number(&reader, 0...1e9)
        heatSeconds = try Self.number(&reader, 0...1e12)
        shakeSeconds = try Self.number(&reader, 0...1e12)
        hasHeat = try reader.bool()
        hasShake = try reader.bool()
        isStuck = try reader.bool()
        let expected = (try Self.residual(&reader), try Self.residual(&reader))
        try reader.finish()
        (temperature, vibration) = expected
        adopt()
    }

    private static func number(
        _ reader: inout SnapshotReader, _ range: ClosedRange<Double>
    ) throws(SnapshotError) -> Double {
        let number = try reader.double()
        guard range.contains(number) else { throw .valueInvalid }
        return number
    }

    private static func window(_ reader: inout SnapshotReader) throws(SnapshotError) -> ResidualWindow {
        ResidualWindow(
            square: try number(&reader, 0...1e18), mean: try number(&reader, -1e9...1e9),
            count: try number(&reader, 0...1e15))
    }

    private static func residual(_ reader: inout SnapshotReader) throws(SnapshotError) -> TwinResidual {
        var residual = TwinResidual(
            predicted: try number(&reader, -1e9...1e9), deviation: try number(&reader, 1e-9...1e9))
        residual.residual = try reader.optional { reader throws(SnapshotError) in try number(&reader, -1e9...1e9) }
        residual.isHeld = try reader.bool()
        return residual
    }
}

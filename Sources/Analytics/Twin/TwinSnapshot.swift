public import Telemetry

extension Twin {
    private static let version: UInt8 = 1

    /// Its state, in less than 100 bytes; the parameters are the profile's and are not kept with it.
    public func snapshot() -> [UInt8] {
        var writer = SnapshotWriter(version: Self.version, capacity: 96)
        for number in [state.temperature, state.vibration, state.fatigue, state.wear, state.stress, state.hours] {
            writer.write(number)
        }
        writer.write(state.power)
        writer.write(state.time) { $0.write($1) }
        return writer.bytes
    }

    /// A twin that goes on where the snapshot was taken; what it was last told counts as measured anew.
    ///
    /// - Throws: `SnapshotError` for bytes that are damaged or of another version.
    public init(parameters: TwinParameters, snapshot: [UInt8]) throws(SnapshotError) {
        var reader = try SnapshotReader(snapshot, version: Self.version)
        let temperature = try reader.double()
        let vibration = try reader.double()
        let (fatigue, wear, stress) = (try reader.double(), try reader.double(), try reader.double())
        let hours = try reader.double()
        let power = try reader.double()
        guard [fatigue, wear, stress].allSatisfy((0...1).contains), (0...1e8).contains(hours),
            (0...1e6).contains(power), abs(temperature) < 1e9, abs(vibration) < 1e9
        else { throw .valueInvalid }
        var state = TwinState(temperature: temperature, fatigue: fatigue, wear: wear, stress: stress, hours: hours)
        state.vibration = vibration
        state.power = power
        state.time = try reader.optional { reader throws(SnapshotError) in try reader.time() }
        try reader.finish()
        self.init(parameters: parameters, state: state)
    }
}

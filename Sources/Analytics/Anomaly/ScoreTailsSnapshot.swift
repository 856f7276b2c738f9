public import Telemetry

extension ScoreTails {
    private static let version: UInt8 = 1

    /// What was learned, as bytes; a run of rare rows that is going on begins anew.
    public func snapshot() -> [UInt8] {
        var writer = SnapshotWriter(version: Self.version, capacity: 4 * Self.bins + 16)
        writer.write(rows)
        writer.write(weight)
        for count in counts { writer.write(count) }
        return writer.bytes
    }

    /// The tails that a snapshot holds.
    ///
    /// - Throws: `SnapshotError` for bytes that are damaged or of another version.
    public init(snapshot: [UInt8]) throws(SnapshotError) {
        var reader = try SnapshotReader(snapshot, version: Self.version)
        self.init()
        rows = min(try reader.number(UInt16.self), UInt16(Self.rowsToKnow))
        weight = try reader.float()
        guard (1...2e4).contains(weight) else { throw .valueInvalid }
        for bin in counts.indices {
            let count = try reader.float()
            guard (0...1e12).contains(count) else { throw .valueInvalid }
            counts[bin] = count
            total += count
        }
        try reader.finish()
    }
}

public import Telemetry

extension StreamingScorer {
    private static let version: UInt8 = 1

    /// All that it knows, in about 600 bytes.
    public func snapshot() -> [UInt8] {
        var writer = SnapshotWriter(version: Self.version, capacity: 640)
        for number in [level, trend, spread, interval] { writer.write(number) }
        writer.write(last) { $0.write($1) }
        writer.write(readings)
        writer.write(settled)
        writer.write(UInt8(first.count))
        for value in first { writer.write(value) }
        writer.write(episode.high)
        writer.write(episode.quiet)
        writer.write(episode.pace)
        writer.write(UInt8(episode.waiting.count))
        for distance in episode.waiting { writer.write(distance) }
        writer.write(tails.total)
        writer.write(tails.weight)
        for count in tails.counts { writer.write(count) }
        return writer.bytes
    }

    /// A detector that goes on where the snapshot was taken.
    ///
    /// - Throws: `SnapshotError` for bytes that are damaged or of another version.
    public init(resolution: Double = 0, snapshot: [UInt8]) throws(SnapshotError) {
        var reader = try SnapshotReader(snapshot, version: Self.version)
        self.init(resolution: resolution)
        level = try reader.double()
        trend = try reader.double()
        spread = try reader.double()
        interval = try reader.double()
        last = try reader.optional { reader throws(SnapshotError) in try reader.time() }
        readings = try reader.number(UInt32.self)
        settled = try reader.number(UInt32.self)
        for _ in 0..<(try reader.number(UInt8.self)) { first.append(try reader.double()) }
        episode.high = try reader.number(UInt32.self)
        episode.quiet = try reader.number(UInt32.self)
        episode.pace = try reader.float()
        for _ in 0..<(try reader.number(UInt8.self)) { episode.waiting.append(try reader.float()) }
        tails.total = try reader.float()
        tails.weight = try reader.float()
        for index in tails.counts.indices {
            tails.counts[index] = try reader.float()
            guard tails.counts[index] >= 0 else { throw .valueInvalid }
        }
        try reader.finish()
        guard spread >= 0, interval >= 0, tails.total >= 0, tails.weight >= 1, tails.weight < 2e4,
            readings < .max, settled < .max, first.count == (isReady ? 0 : Int(readings)),
            episode.quiet <= Episode.quietToEnd, episode.high <= Episode.highMax + 1,
            episode.waiting.count <= Episode.highMax, (1...Episode.partsMax).contains(episode.pace)
        else { throw .valueInvalid }
        band = tails.band(outside: 0.01)
    }
}

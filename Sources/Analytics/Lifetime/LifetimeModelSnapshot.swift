public import Telemetry

extension LifetimeModel {
    private static let version: UInt8 = 1

    /// The model as bytes: version, sizes, names, then scale, bands, nodes and leaves; the same model gives the same
    /// bytes.
    public func snapshot() -> [UInt8] {
        var writer = SnapshotWriter(
            version: Self.version, capacity: 6 * trees.nodes.count + 4 * trees.leaves.count + 4_096)
        writer.write(UInt16(trees.count))
        writer.write(UInt8(trees.depth))
        writer.write(UInt16(sensors.count))
        writer.write(UInt16(scale.places.count))
        writer.write(UInt8(bands.said.count))
        for number in [cap, error, scale.level] { writer.write(number) }
        writer.write(trees.base)
        for name in [unitColumn, cycleColumn] + sensors { writer.write(name) }
        for index in scale.places.indices {
            writer.write(UInt16(scale.places[index]))
            for number in [scale.means[index], scale.deviations[index], scale.weights[index]] { writer.write(number) }
        }
        for index in bands.said.indices {
            for number in [bands.said[index], bands.lows[index], bands.highs[index]] { writer.write(number) }
        }
        for node in trees.nodes {
            writer.write(node.input)
            writer.write(node.cut)
        }
        for leaf in trees.leaves { writer.write(leaf) }
        return writer.bytes
    }

    /// The model that a snapshot holds.
    ///
    /// Sizes are held against `LifetimeLimits` and against the bytes that are there before memory is taken for them.
    ///
    /// - Throws: `SnapshotError` for bytes that are damaged, too large or of another version.
    public init(snapshot: [UInt8]) throws(SnapshotError) {
        var reader = try SnapshotReader(snapshot, version: Self.version)
        let count = Int(try reader.number(UInt16.self))
        let depth = Int(try reader.number(UInt8.self))
        let width = Int(try reader.number(UInt16.self))
        let channels = Int(try reader.number(UInt16.self))
        let knots = Int(try reader.number(UInt8.self))
        guard (1...LifetimeLimits.treesMax).contains(count), (1...LifetimeLimits.depthMax).contains(depth),
            (1...LifetimeLimits.channelsMax).contains(width), (1...width).contains(channels),
            (1...LifeBands.knotsMax).contains(knots)
        else { throw .valueInvalid }
        guard snapshot.count >= count << depth * 10 - count * 6 + channels * 26 + knots * 24 else { throw .truncated }
        let (cap, error, level) = (try reader.double(), try reader.double(), try reader.double())
        let base = try reader.float()
        guard cap >= 1, cap <= 1e9, error >= 0 else { throw .valueInvalid }
        let (unitColumn, cycleColumn) = (try reader.text(), try reader.text())
        var sensors: [String] = []
        for _ in 0..<width { sensors.append(try reader.text()) }
        let scale = try Self.scale(&reader, channels: channels, width: width, level: level)
        let bands = try Self.bands(&reader, knots: knots, cap: cap)
        let trees = try Self.trees(
            &reader, count: count, depth: depth, inputs: ChannelTrends.width(channels: channels + 1), base: base)
        try reader.finish()
        self.init(
            sensors: sensors, unitColumn: unitColumn, cycleColumn: cycleColumn, cap: cap, error: error, scale: scale,
            trees: trees, bands: bands)
    }

    private static func scale(
        _ reader: inout SnapshotReader, channels: Int, width: Int, level: Double
    ) throws(SnapshotError) -> ChannelScale {
        var (places, means, deviations, weights): ([Int], [Double], [Double], [Double]) = ([], [], [], [])
        for _ in 0..<channels {
            let place = Int(try reader.number(UInt16.self))
            guard place < width, place > places.last ?? -1 else { throw .valueInvalid }
            places.append(place)
            means.append(try reader.double())
            deviations.append(try reader.double())
            weights.append(try reader.double())
            // Weights of a hundred deviations each must stay finite in single precision.
            guard deviations[deviations.count - 1] > 0, abs(weights[weights.count - 1]) < 1e30 else {
                throw .valueInvalid
            }
        }
        return ChannelScale(places: places, means: means, deviations: deviations, level: level, weights: weights)
    }

    private static func bands(
        _ reader: inout SnapshotReader, knots: Int, cap: Double
    ) throws(SnapshotError) -> LifeBands {
        var (said, lows, highs): ([Double], [Double], [Double]) = ([], [], [])
        for _ in 0..<knots {
            let knot = try reader.double()
            let (low, high) = (try reader.double(), try reader.double())
            guard knot > said.last ?? -1, [knot, low, high].allSatisfy({ (0...cap).contains($0) }) else {
                throw .valueInvalid
            }
            said.append(knot)
            lows.append(low)
            highs.append(high)
        }
        return LifeBands(knots: said, lows: lows, highs: highs)
    }

    private static func trees(
        _ reader: inout SnapshotReader, count: Int, depth: Int, inputs: Int, base: Float
    ) throws(SnapshotError) -> BoostedTrees {
        var nodes: [BoostedNode] = []
        nodes.reserveCapacity(count << depth - count)
        for _ in 0..<count << depth - count {
            let input = try reader.number(UInt16.self)
            guard Int(input) < inputs else { throw .valueInvalid }
            nodes.append(BoostedNode(input: input, cut: try reader.float()))
        }
        var leaves: [Float] = []
        leaves.reserveCapacity(count << depth)
        for _ in 0..<count << depth { leaves.append(try reader.float()) }
        return BoostedTrees(base: base, depth: depth, nodes: nodes, leaves: leaves)
    }
}

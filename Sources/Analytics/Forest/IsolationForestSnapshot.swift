public import Telemetry

extension IsolationForest {
    private static let version: UInt8 = 2

    /// The forest as bytes: version, sizes, names, then nodes and leaves; the same forest gives the same bytes.
    public func snapshot() -> [UInt8] {
        var writer = SnapshotWriter(version: Self.version, capacity: 8 * nodes.count + 4 * leaves.count + 256)
        writer.write(UInt16(trees))
        writer.write(UInt16(samples))
        writer.write(UInt16(features.count))
        writer.write(threshold)
        for (index, name) in features.enumerated() {
            writer.write(name)
            writer.write(medians[index])
            writer.write(spreads[index])
        }
        for node in nodes {
            writer.write(UInt16(node.feature))
            writer.write(node.cut)
        }
        for leaf in leaves { writer.write(leaf) }
        return writer.bytes
    }

    /// The forest that a snapshot holds.
    ///
    /// One of version 1 says nothing of spreads; then they are 1. Sizes are held against `ForestLimits` and against the
    /// bytes that are there before any memory is taken for them.
    ///
    /// - Throws: `SnapshotError` for bytes that are damaged, too large or of another version.
    public init(snapshot: [UInt8]) throws(SnapshotError) {
        let isOld = snapshot.first == 1
        var reader = try SnapshotReader(snapshot, version: isOld ? 1 : Self.version)
        let trees = Int(try reader.number(UInt16.self))
        let samples = Int(try reader.number(UInt16.self))
        let width = Int(try reader.number(UInt16.self))
        guard (1...ForestLimits.treesMax).contains(trees), (2...ForestLimits.samplesMax).contains(samples),
            (1...ForestLimits.featuresMax).contains(width)
        else { throw .valueInvalid }
        let places = trees << ForestLimits.depth(samples: samples)
        guard places <= ForestLimits.nodesMax else { throw .valueInvalid }
        guard snapshot.count >= places * 10 - trees * 6 else { throw .truncated }
        let threshold = try reader.double()
        var (names, medians, spreads): ([String], [Float], [Float]) = ([], [], [])
        for _ in 0..<width {
            names.append(try reader.text())
            medians.append(try reader.float())
            let spread = isOld ? 1 : try reader.float()
            guard spread > 0 else { throw .valueInvalid }
            spreads.append(spread)
        }
        var nodes: [ForestNode] = []
        nodes.reserveCapacity(places - trees)
        for _ in 0..<places - trees {
            let feature = UInt32(try reader.number(UInt16.self))
            guard feature < width else { throw .valueInvalid }
            nodes.append(ForestNode(feature: feature, cut: try reader.float()))
        }
        var leaves: [Float] = []
        leaves.reserveCapacity(places)
        for _ in 0..<places {
            let length = try reader.float()
            guard length >= 0, length < 1e3 else { throw .valueInvalid }
            leaves.append(length)
        }
        try reader.finish()
        self.init(
            features: names, trees: trees, samples: samples, threshold: threshold, medians: medians,
            spreads: spreads, nodes: nodes, leaves: leaves)
    }
}

internal import Runtime

/// Grows trees into flat arrays, one after the other.
///
/// Liu, Ting and Zhou 2008, algorithm 2.
struct TreeBuilder {
    private let values: [Float]
    private let width: Int
    private let depth: Int
    private(set) var nodes: [ForestNode] = []
    private(set) var leaves: [Float] = []

    init(values: [Float], width: Int, samples: Int) {
        self.values = values
        self.width = width
        depth = ForestLimits.depth(samples: samples)
    }

    /// A tree over a sample of rows.
    mutating func add(sample: [Int], random: inout SeededRandom) {
        let inner = 1 << depth - 1
        let (firstNode, firstLeaf) = (nodes.count, leaves.count)
        nodes += [ForestNode](repeating: ForestNode(feature: 0, cut: 0), count: inner)
        leaves += [Float](repeating: 0, count: inner + 1)
        var waiting = [(place: 0, level: 0, rows: sample[...])]
        while let (place, level, rows) = waiting.popLast() {
            guard level < depth, rows.count > 1, let cut = cut(rows, &random) else {
                let span = 1 << (depth - level)
                let first = firstLeaf + (place + 1) * span - 1 - inner
                let length = Float(level) + Float(PathLength.mean(rows: rows.count))
                for leaf in first..<first + span { leaves[leaf] = length }
                continue
            }
            nodes[firstNode + place] = cut
            let sides = [false, true].map { isRight in
                rows.filter { (values[$0 * width + Int(cut.feature)] >= cut.cut) == isRight }
            }
            waiting.append((2 * place + 1, level + 1, sides[0][...]))
            waiting.append((2 * place + 2, level + 1, sides[1][...]))
        }
    }

    /// A cut at random between the ends of a feature at random; of those that vary here, nothing when none does.
    private func cut(_ rows: ArraySlice<Int>, _ random: inout SeededRandom) -> ForestNode? {
        var left = Array(0..<width)
        while !left.isEmpty {
            let feature = left.remove(at: Int(random.next() % UInt64(left.count)))
            var (low, high) = (Float.infinity, -Float.infinity)
            for row in rows {
                low = min(low, values[row * width + feature])
                high = max(high, values[row * width + feature])
            }
            guard low < high else { continue }
            let drawn = Double(low) + random.unit() * (Double(high) - Double(low))
            // Above the lowest and at most the highest, so that both sides have rows whatever the rounding.
            return ForestNode(feature: UInt32(feature), cut: min(high, max(low.nextUp, Float(drawn))))
        }
        return nil
    }
}

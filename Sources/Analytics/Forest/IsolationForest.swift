/// An isolation forest: how few random cuts it takes to set a row apart from a sample of normal ones.
///
/// Liu, Ting and Zhou, "Isolation Forest", ICDM 2008: a row that is isolated after few cuts is anomalous; its score is
/// `2^(−E[h(x)] / c(ψ))` (equation 2), where `h` is the number of cuts in a tree and `c(ψ)` the mean number in a random
/// search tree of ψ rows (equation 1). About 0.5 is ordinary; towards 1 is anomalous.
///
/// Each tree stands in flat arrays as a complete one of depth `⌈log₂ ψ⌉`, the paper's limit: the nodes below node `i`
/// are `2i + 1` and `2i + 2`, so that a way down is a few additions and no pointer. A branch that ends early has the
/// same value in all its places below.
///
/// A value; scoring allocates nothing a row. A missing value (not a number) counts as the feature's median in the
/// training rows.
public struct IsolationForest: Sendable, Equatable {
    /// The names of the features, in the order of a row's values.
    public let features: [String]
    /// The trees' number.
    public let trees: Int
    /// Rows in each tree's sample, ψ.
    public let samples: Int
    /// The score that the part `contamination` of the training rows passed.
    public let threshold: Double
    /// What stands for a missing value.
    let medians: [Float]
    /// How far a value usually lies from the median, in the training rows; above 0.
    let spreads: [Float]
    /// Cuts on the longest way down.
    let depth: Int
    /// Feature and threshold of each inner node, tree after tree: the way is to the right where `value >= cut`.
    let nodes: [ForestNode]
    /// What each end of a way counts: its depth and the mean further depth of the rows that ended there.
    let leaves: [Float]

    init(
        features: [String], trees: Int, samples: Int, threshold: Double, medians: [Float],
        spreads: [Float], nodes: [ForestNode], leaves: [Float]
    ) {
        self.features = features
        self.trees = trees
        self.samples = samples
        self.threshold = threshold
        self.medians = medians
        self.spreads = spreads
        self.nodes = nodes
        self.leaves = leaves
        depth = ForestLimits.depth(samples: samples)
    }

    /// The score of one row, 0 to 1.
    ///
    /// - Precondition: the row has as many values as there are features.
    public func score(_ row: [Double]) -> Double {
        precondition(row.count == features.count, "a row has one value for each feature")
        return withUnsafeTemporaryAllocation(of: Float.self, capacity: row.count) { values in
            for index in row.indices { values[index] = value(row[index], of: index) }
            var length: Float = 0
            walk(UnsafePointer(values.baseAddress!), stride: row.count, rows: 1) { length += $1 }
            return anomaly(length: length)
        }
    }

    /// The scores of many rows, which stand one after the other: a fifth of what one row at a time costs.
    ///
    /// - Precondition: there are whole rows.
    public func scores(rows: [Double]) -> [Double] {
        let width = features.count
        precondition(rows.count.isMultiple(of: width), "rows have one value for each feature")
        let count = rows.count / width
        var scores = [Double](repeating: 0, count: count)
        let block = min(count, Self.rowsInBlock)
        guard block > 0 else { return scores }
        if count >= Self.rowsForSets, depth <= RowSets.depthMax { return scoresBySets(rows) }
        var values = [Float](repeating: 0, count: block * width)
        var lengths = [Float](repeating: 0, count: block)
        for first in stride(from: 0, to: count, by: block) {
            let inBlock = min(block, count - first)
            for index in 0..<inBlock * width { values[index] = value(rows[first * width + index], of: index % width) }
            for index in 0..<inBlock { lengths[index] = 0 }
            values.withUnsafeBufferPointer { values in
                lengths.withUnsafeMutableBufferPointer { lengths in
                    walk(values.baseAddress!, stride: width, rows: inBlock) { lengths[$0] += $1 }
                }
            }
            for index in 0..<inBlock { scores[first + index] = anomaly(length: lengths[index]) }
        }
        return scores
    }

    /// Rows that go through a tree while it is in the nearest cache.
    private static let rowsInBlock = 512

    /// Rows from which on it pays to order the cuts before.
    private static let rowsForSets = 1_024

    private func scoresBySets(_ rows: [Double]) -> [Double] {
        let width = features.count
        var scores = [Double](repeating: 0, count: rows.count / width)
        var sets = RowSets(self)
        rows.withUnsafeBufferPointer { rows in
            for first in stride(from: 0, to: scores.count, by: RowSets.rows) {
                let count = min(RowSets.rows, scores.count - first)
                let values = UnsafeBufferPointer(rebasing: rows[first * width..<(first + count) * width])
                sets.sum(values, count: count) { scores[first + $0] = anomaly(length: $1) }
            }
        }
        return scores
    }

    /// Leads each row down each tree, and tells the row's number and what its way counts, tree by tree.
    ///
    /// Eight rows go down together, because each step of one waits for the memory of the step before.
    @inline(__always)
    private func walk(
        _ values: UnsafePointer<Float>, stride: Int, rows: Int, _ tell: (Int, Float) -> Void
    ) {
        let inner = 1 << depth - 1
        nodes.withUnsafeBufferPointer { nodes in
            leaves.withUnsafeBufferPointer { leaves in
                for tree in 0..<trees {
                    let nodes = nodes.baseAddress! + tree * inner
                    let leaves = leaves.baseAddress! + tree * (inner + 1)
                    var row = 0
                    while row + 8 <= rows {
                        let ends = wayOfEight(values + row * stride, stride, nodes)
                        for lane in 0..<8 { tell(row + lane, leaves[Int(ends[lane]) - inner]) }
                        row += 8
                    }
                    while row < rows {
                        tell(row, leaves[way(values + row * stride, nodes) - inner])
                        row += 1
                    }
                }
            }
        }
    }

    @inline(__always)
    private func way(_ row: UnsafePointer<Float>, _ nodes: UnsafePointer<ForestNode>) -> Int {
        var place = 0
        for _ in 0..<depth {
            let node = nodes[place]
            place = 2 * place + (row[Int(node.feature)] >= node.cut ? 2 : 1)
        }
        return place
    }

    @inline(__always)
    private func wayOfEight(
        _ rows: UnsafePointer<Float>, _ stride: Int, _ nodes: UnsafePointer<ForestNode>
    ) -> SIMD8<Int> {
        var (a, b, c, d, e, f, g, h) = (0, 0, 0, 0, 0, 0, 0, 0)
        for _ in 0..<depth {
            a = step(rows, nodes, a)
            b = step(rows + stride, nodes, b)
            c = step(rows + 2 * stride, nodes, c)
            d = step(rows + 3 * stride, nodes, d)
            e = step(rows + 4 * stride, nodes, e)
            f = step(rows + 5 * stride, nodes, f)
            g = step(rows + 6 * stride, nodes, g)
            h = step(rows + 7 * stride, nodes, h)
        }
        return SIMD8(a, b, c, d, e, f, g, h)
    }

    @inline(__always)
    private func step(_ row: UnsafePointer<Float>, _ nodes: UnsafePointer<ForestNode>, _ place: Int) -> Int {
        let node = nodes[place]
        return 2 * place + (row[Int(node.feature)] >= node.cut ? 2 : 1)
    }

    @inline(__always)
    func value(_ value: Double, of feature: Int) -> Float { value.isNaN ? medians[feature] : Float(value) }

    /// Equation 2, for the sum over the trees.
    private func anomaly(length: Float) -> Double {
        PathLength.score(mean: Double(length) / Double(trees), samples: samples)
    }
}

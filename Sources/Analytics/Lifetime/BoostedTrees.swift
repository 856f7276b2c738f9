/// A sum of small trees, each grown on what the ones before left over: gradient boosting for the squared error.
///
/// Friedman, "Greedy Function Approximation", Annals of Statistics 2001. Each tree stands in flat arrays as a complete
/// one: the nodes below node `i` are `2i + 1` and `2i + 2`; where nothing is to be cut the way is always to the left.
struct BoostedTrees: Sendable, Equatable {
    /// What every sum begins with.
    let base: Float
    let depth: Int
    /// Tree after tree, `2^depth − 1` each.
    let nodes: [BoostedNode]
    /// Tree after tree, `2^depth` each.
    let leaves: [Float]

    /// The number of trees.
    var count: Int { leaves.count >> depth }

    /// The sum for a row of inputs.
    func value(_ row: ArraySlice<Float>) -> Double {
        let inner = 1 << depth - 1
        return row.withUnsafeBufferPointer { row in
            var sum = Double(base)
            for tree in 0..<count {
                var place = 0
                for _ in 0..<depth {
                    let node = nodes[tree * inner + place]
                    place = 2 * place + (row[Int(node.input)] >= node.cut ? 2 : 1)
                }
                sum += Double(leaves[tree * (inner + 1) + place - inner])
            }
            return sum
        }
    }
}

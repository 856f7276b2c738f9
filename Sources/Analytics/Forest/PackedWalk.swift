/// Ways down the trees of a `PackedForest`, for one row.
///
/// Unchecked, because `ForestPacking` made every node, order and child itself.
struct PackedWalk {
    /// What a child counts from on that is a leaf.
    static let leaves = 64

    let orders: UnsafePointer<UInt16>
    let children: UnsafePointer<UInt8>
    /// Of each cut whether the row reaches it, 0 or 1.
    let reached: UnsafePointer<UInt8>

    /// The place of the length that a tree's way ends at.
    @inline(__always)
    func one(_ root: Int, steps: Int) -> Int {
        var (node, child) = (root, 0)
        for _ in 0..<steps { child = step(&node) }
        return child &- Self.leaves
    }

    /// The same of four trees that follow each other.
    @inline(__always)
    func four(_ roots: [UInt16], from tree: Int, steps: Int) -> SIMD4<Int> {
        var (a, b, c, d) = (Int(roots[tree]), Int(roots[tree + 1]), Int(roots[tree + 2]), Int(roots[tree + 3]))
        var ends = (0, 0, 0, 0)
        for _ in 0..<steps {
            ends.0 = step(&a)
            ends.1 = step(&b)
            ends.2 = step(&c)
            ends.3 = step(&d)
        }
        return SIMD4(ends.0, ends.1, ends.2, ends.3) &- Self.leaves
    }

    @inline(__always)
    private func step(_ node: inout Int) -> Int {
        let child = Int(children[2 &* node &+ Int(reached[Int(orders[node])])])
        // By the sign of a difference, because a choice is made a branch, which is guessed wrongly.
        node &+= child & ((child &- Self.leaves) &>> 63)
        return child
    }
}

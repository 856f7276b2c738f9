/// A forest as a machine runs it: the same scores, to the last bit, in about a quarter of the memory.
///
/// A cut is not compared with the value at each node of each tree. The distinct cuts of a feature stand once, in
/// order; a row is told where its values lie among them, and each cut then says 1 when its value reaches it and 0 when
/// not. A step down a tree is an addition, without a branch:
///
///     child = children[2 * node + reached[orders[node]]]
///     node += child < 64 ? child : 0
///
/// - Only nodes that matter are kept: one below which all leaves are alike is such a leaf itself. A tree's nodes stand
///   level by level, one after the other.
/// - `orders` says of a node which cut is its own.
/// - `children` says for both sides of a node what is below: another node, so many further on (1 to 63), or a leaf,
///   whose length is the one of that place among the distinct ones (from 64 on). A way that ended early stays at its
///   last node and finds the same leaf again, so that all ways take as many steps as the longest.
///
/// 4 bytes a node and 4 a distinct cut: 20 KB for 100 trees of 64 rows, where `IsolationForest` has 76 KB. No
/// allocation a row. A tree of at most 64 rows fits; one whose nodes or lengths are beyond these bits is run as it is.
public struct PackedForest: Sendable {
    /// What stands for a missing value, and how far values usually lie from it.
    let medians: [Float]
    let spreads: [Float]
    private let trees: Int
    /// Steps of the longest way.
    private let depth: Int
    /// Of the paper's equation 2: the mean length of a way.
    private let usual: Double
    /// Where each tree begins.
    private let roots: [UInt16]
    private let orders: [UInt16]
    private let children: [UInt8]
    /// The distinct lengths of ways.
    private let lengths: [Float]
    /// Those of a feature together and ascending; `ends` tells where each feature's end.
    private let cuts: [Float]
    private let ends: [UInt16]

    /// Packs a forest; nothing when it does not fit.
    public init?(_ forest: IsolationForest) {
        guard let packing = ForestPacking(forest) else { return nil }
        medians = forest.medians
        spreads = forest.spreads
        trees = forest.trees
        usual = PathLength.mean(rows: forest.samples)
        depth = packing.depth
        roots = packing.roots
        orders = packing.orders
        children = packing.children
        lengths = packing.lengths
        cuts = packing.cuts
        ends = packing.ends
    }

    /// The bytes of its arrays.
    public var bytes: Int {
        2 * (roots.count + orders.count + ends.count) + children.count
            + 4 * (lengths.count + cuts.count + medians.count + spreads.count)
    }

    /// The score of one row, 0 to 1: that of the forest it was made of, bit by bit.
    ///
    /// - Precondition: the row has as many values as there are features.
    public func score(_ row: [Double]) -> Double {
        precondition(row.count == medians.count, "a row has one value for each feature")
        let room = cuts.count + 2 * Self.block
        let length = withUnsafeTemporaryAllocation(byteCount: room, alignment: Self.block) { reached in
            place(row, reached.baseAddress!)
            return sum(UnsafePointer(reached.baseAddress!.assumingMemoryBound(to: UInt8.self)))
        }
        return PathLength.score(mean: Double(length) / Double(trees), usual: usual)
    }

    /// Bytes that are set at once.
    private static let block = 16

    /// Says of each place whether it is reached; what is written beyond a feature's cuts the next one's overwrite.
    @inline(__always)
    private func place(_ row: [Double], _ reached: UnsafeMutableRawPointer) {
        cuts.withUnsafeBufferPointer { cuts in
            var start = 0
            for feature in row.indices {
                let end = Int(ends[feature])
                let value = row[feature].isNaN ? medians[feature] : Float(row[feature])
                let known = Self.reached(by: value, cuts.baseAddress! + start, count: end - start)
                Self.fill(reached, start..<start + known, with: 1)
                Self.fill(reached, start + known..<end, with: 0)
                start = end
            }
        }
    }

    @inline(__always)
    private static func fill(_ bytes: UnsafeMutableRawPointer, _ places: Range<Int>, with byte: UInt8) {
        var place = places.lowerBound
        while place < places.upperBound {
            (bytes + place).storeBytes(of: SIMD16(repeating: byte), as: SIMD16<UInt8>.self)
            place += block
        }
    }

    /// How many of the cuts a value reaches, by halving.
    ///
    /// Each step is an addition, because a branch would be guessed wrongly half the time. Whether a cut is reached is
    /// the sign of the difference, which is exact however near they are; −0 counts as 0.
    @inline(__always)
    private static func reached(by value: Float, _ cuts: UnsafePointer<Float>, count: Int) -> Int {
        var (low, left) = (0, count)
        let value = value + 0
        while left > 0 {
            let half = (left &+ 1) &>> 1
            let missed = Int(Int32(bitPattern: (value - cuts[low &+ half &- 1]).bitPattern)) &>> 63
            // By a shift, because a product or an "and" with the sign is made a branch.
            low &+= half &>> (missed & 63)
            left &-= half
        }
        return low
    }

    /// The sum of the lengths of the ways in all trees, in their order.
    ///
    /// Four trees are walked together, because each step waits for the memory of the one before.
    @inline(__always)
    private func sum(_ reached: UnsafePointer<UInt8>) -> Float {
        orders.withUnsafeBufferPointer { orders in
            children.withUnsafeBufferPointer { children in
                let walk = PackedWalk(orders: orders.baseAddress!, children: children.baseAddress!, reached: reached)
                var (tree, sum) = (0, Float(0))
                while tree + 4 <= trees {
                    let ends = walk.four(roots, from: tree, steps: depth)
                    for end in 0..<4 { sum += lengths[Int(ends[end])] }
                    tree += 4
                }
                while tree < trees {
                    sum += lengths[walk.one(Int(roots[tree]), steps: depth)]
                    tree += 1
                }
                return sum
            }
        }
    }
}

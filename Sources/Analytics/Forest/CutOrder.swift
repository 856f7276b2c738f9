/// The cuts of a forest in the order of their values, feature by feature, and its nodes from the top down.
///
/// What a batch is scored by (`RowSets`). A node below which all leaves are alike sends rows nowhere and is left out:
/// in trees of 256 rows that is two in three.
struct CutOrder {
    /// A node that matters.
    struct Node {
        /// Its place in its tree: the first node's is 1, those below place `i` are `2i` and `2i + 1`.
        var place: UInt32
        /// Its cut's slot: see `slots`.
        var slot: UInt32
    }

    /// All cuts, those of a feature together and ascending.
    private(set) var cuts: [Float]
    /// Where each feature's cuts begin, and the end of all.
    private(set) var starts: [Int]
    /// Each feature has a slot more than cuts: first one for what reaches none, then one for each cut.
    let slots: Int
    /// Tree after tree, level after level.
    private(set) var nodes: [Node] = []
    /// Where each level's nodes end, at `tree · depth + level`.
    private(set) var ends: [Int] = []

    init(_ forest: IsolationForest) {
        let (inner, count) = (1 << forest.depth - 1, forest.features.count)
        // Feature, cut and node in one number, because such are sorted several times as fast as tuples: 10 bits, 32
        // and 20.
        var found: [UInt64] = []
        for tree in 0..<forest.trees {
            let matters = Self.matters(in: forest.leaves[tree << forest.depth..<(tree + 1) << forest.depth])
            for level in 0..<forest.depth {
                for place in 1 << level..<2 << level where matters[place] {
                    let node = forest.nodes[tree * inner + place - 1]
                    found.append(UInt64(node.feature) << 52 | UInt64(Self.rank(node.cut)) << 20 | UInt64(nodes.count))
                    nodes.append(Node(place: UInt32(place), slot: 0))
                }
                ends.append(nodes.count)
            }
        }
        found.sort()
        (cuts, starts) = ([], [Int](repeating: 0, count: count + 1))
        cuts.reserveCapacity(found.count)
        for (order, one) in found.enumerated() {
            let feature = Int(one >> 52)
            nodes[Int(one & 0xF_FFFF)].slot = UInt32(order + feature + 1)
            cuts.append(Self.cut(UInt32(truncatingIfNeeded: one >> 20)))
            starts[feature + 1] = order + 1
        }
        for feature in 1...count { starts[feature] = max(starts[feature], starts[feature - 1]) }
        slots = cuts.count + count
    }

    /// For each place of a tree whether the leaves below it differ.
    static func matters(in leaves: ArraySlice<Float>) -> [Bool] {
        var first = [Float](repeating: 0, count: leaves.count) + leaves
        var matters = [Bool](repeating: false, count: 2 * leaves.count)
        for place in stride(from: leaves.count - 1, through: 1, by: -1) {
            let (left, right) = (2 * place, 2 * place + 1)
            first[place] = first[left]
            matters[place] = matters[left] || matters[right] || first[left] != first[right]
        }
        return matters
    }

    /// The place of a cut among all floats: bits in the order of their values.
    ///
    /// What is not a number sends all to the left, as a cut beyond all values would.
    private static func rank(_ cut: Float) -> UInt32 {
        let bits = (cut.isNaN ? .infinity : cut).bitPattern
        return bits >> 31 == 0 ? bits | 1 << 31 : ~bits
    }

    private static func cut(_ rank: UInt32) -> Float {
        Float(bitPattern: rank >> 31 == 0 ? ~rank : rank & ~(1 << 31))
    }

    /// How many of a feature's cuts each of eight values reaches, counted from its first one.
    ///
    /// A search by halving in which every step is an addition, for eight at once, because a branch would be guessed
    /// wrongly half the time. Whether a cut is reached is the sign of the difference, which is exact however near they
    /// are; −0 counts as 0.
    @inline(__always)
    static func reached(
        by values: (SIMD4<Float>, SIMD4<Float>), _ cuts: UnsafePointer<Float>, count: Int
    ) -> (SIMD4<Int32>, SIMD4<Int32>) {
        let values = (values.0 + 0, values.1 + 0)
        var low = (SIMD4<Int32>(), SIMD4<Int32>())
        var left = count
        while left > 0 {
            let half = (left &+ 1) &>> 1
            let step = SIMD4(repeating: Int32(truncatingIfNeeded: half))
            low.0 &+= step & ~missed(values.0, cuts + (half &- 1), low.0)
            low.1 &+= step & ~missed(values.1, cuts + (half &- 1), low.1)
            left &-= half
        }
        return low
    }

    /// All bits of the lanes whose value lies below the cut at their place.
    @inline(__always)
    private static func missed(
        _ values: SIMD4<Float>, _ cuts: UnsafePointer<Float>, _ places: SIMD4<Int32>
    ) -> SIMD4<Int32> {
        let compared = SIMD4(
            cuts[Int(places[0])], cuts[Int(places[1])], cuts[Int(places[2])], cuts[Int(places[3])])
        // By bits, because the sign stands in the highest one.
        return unsafeBitCast(values - compared, to: SIMD4<Int32>.self) &>> 31
    }
}

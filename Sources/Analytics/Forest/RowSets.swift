/// Scores 128 rows at once: which of them a node sends to the right is a set of as many bits.
///
/// For each feature the rows are sorted into the order of its cuts; from the highest cut down the rows that reach a cut
/// are those that reach the next and those that end here. So each node's set is there for three instructions, and a
/// node costs an `and` for all rows. What a tree makes of a row, one bit a level, is turned round (a transposition of
/// bits, 8 × 8 at a time; Warren, "Hacker's Delight", 2nd ed., section 7-3) to the number of its leaf. A walk down a
/// tree waits at each step for the memory of the step before; here nothing waits and nothing is guessed, and a row
/// costs a quarter. The sums are those of walks, digit by digit.
///
/// For trees of at most eight levels.
struct RowSets {
    static let rows = 128
    static let depthMax = 8
    private typealias Set = SIMD2<UInt64>

    private let forest: IsolationForest
    private let order: CutOrder
    /// For each cut the rows that reach it.
    private var reaching: [Set]
    /// For each place of a tree the rows that come there.
    private var coming: [Set]
    /// What a tree makes of the rows; first a plane for each digit of a leaf's number, the lowest first.
    private var planes = [Set](repeating: Set(), count: depthMax)
    /// The summed lengths of the rows' ways; that of row `r` at `r % 8 · 16 + r / 8`.
    private var lengths = [Float](repeating: 0, count: rows)

    init(_ forest: IsolationForest) {
        self.forest = forest
        order = CutOrder(forest)
        reaching = [Set](repeating: Set(), count: order.slots)
        coming = [Set](repeating: Set(), count: 2 << forest.depth)
        coming[1] = Set(repeating: .max)
    }

    /// Sums the ways of `count` rows, at most 128, whose values stand one after the other from a place on.
    mutating func sum(_ values: UnsafeBufferPointer<Double>, count: Int, _ tell: (Int, Float) -> Void) {
        sort(values, count)
        for row in 0..<Self.rows { lengths[row] = 0 }
        for tree in 0..<forest.trees {
            descend(tree)
            Self.transpose(&planes)
            addLeaves(of: tree)
        }
        for row in 0..<count { tell(row, lengths[row % 8 * 16 + row / 8]) }
    }

    /// Finds for each cut the rows that reach it.
    private mutating func sort(_ values: UnsafeBufferPointer<Double>, _ count: Int) {
        for slot in reaching.indices { reaching[slot] = Set() }
        for feature in forest.features.indices {
            let (first, end) = (order.starts[feature], order.starts[feature + 1])
            for row in stride(from: 0, to: count, by: 8) {
                let values = (
                    four(values, row: row, of: feature, count: count),
                    four(values, row: row + 4, of: feature, count: count)
                )
                let reached = order.cuts.withUnsafeBufferPointer {
                    CutOrder.reached(by: values, $0.baseAddress! + first, count: end - first)
                }
                for lane in 0..<4 {
                    reaching[first + feature + Int(reached.0[lane])].insert(row + lane)
                    reaching[first + feature + Int(reached.1[lane])].insert(row + 4 + lane)
                }
            }
            var rows = Set()
            for slot in stride(from: end + feature, to: first + feature, by: -1) {
                rows |= reaching[slot]
                reaching[slot] = rows
            }
        }
    }

    /// A feature's values of four rows; what stands in places beyond the last row is never told.
    @inline(__always)
    private func four(
        _ values: UnsafeBufferPointer<Double>, row: Int, of feature: Int, count: Int
    ) -> SIMD4<Float> {
        let (width, last) = (forest.features.count, count - 1)
        return SIMD4(
            forest.value(values[min(row, last) * width + feature], of: feature),
            forest.value(values[min(row + 1, last) * width + feature], of: feature),
            forest.value(values[min(row + 2, last) * width + feature], of: feature),
            forest.value(values[min(row + 3, last) * width + feature], of: feature))
    }

    /// Leads all rows down a tree; a plane holds the rows that have its digit in their leaf's number.
    private mutating func descend(_ tree: Int) {
        let depth = forest.depth
        var next = tree == 0 ? 0 : order.ends[tree * depth - 1]
        for level in 0..<depth {
            var right = Set()
            for place in next..<order.ends[tree * depth + level] {
                let node = order.nodes[place]
                let rows = coming[Int(node.place)]
                let rightOnes = rows & reaching[Int(node.slot)]
                coming[2 * Int(node.place)] = rows ^ rightOnes
                coming[2 * Int(node.place) + 1] = rightOnes
                right |= rightOnes
            }
            next = order.ends[tree * depth + level]
            planes[depth - 1 - level] = right
        }
        for plane in depth..<Self.depthMax { planes[plane] = Set() }
    }

    /// Makes of a bit a row in eight planes a byte a row: that of row `8j + b` is byte `j` of plane `b`.
    private static func transpose(_ planes: inout [Set]) {
        swapBits(&planes, step: 4, Set(repeating: 0x0F0F_0F0F_0F0F_0F0F))
        swapBits(&planes, step: 2, Set(repeating: 0x3333_3333_3333_3333))
        swapBits(&planes, step: 1, Set(repeating: 0x5555_5555_5555_5555))
    }

    @inline(__always)
    private static func swapBits(_ planes: inout [Set], step: Int, _ mask: Set) {
        let shift = Set(repeating: UInt64(step))
        for plane in 0..<depthMax where plane & step == 0 {
            let differing = ((planes[plane] &>> shift) ^ planes[plane + step]) & mask
            planes[plane + step] ^= differing
            planes[plane] ^= differing &<< shift
        }
    }

    private mutating func addLeaves(of tree: Int) {
        planes.withUnsafeBytes { bytes in
            forest.leaves.withUnsafeBufferPointer { leaves in
                // A byte is below 2 to the depth, because planes above it are empty.
                let own = leaves.baseAddress! + tree << forest.depth
                lengths.withUnsafeMutableBufferPointer { lengths in
                    for row in 0..<Self.rows { lengths[row] += own[Int(bytes[row])] }
                }
            }
        }
    }
}

extension SIMD2<UInt64> {
    /// Adds a number below 128 to a set of bits.
    @inline(__always)
    fileprivate mutating func insert(_ number: Int) { self[number &>> 6] |= 1 &<< UInt64(number & 63) }
}

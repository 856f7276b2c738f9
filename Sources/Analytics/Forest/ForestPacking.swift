/// Makes the arrays of a `PackedForest`, once, when a machine takes a forest.
struct ForestPacking {
    /// Nodes on the longest way.
    private(set) var depth = 1
    private(set) var roots: [UInt16] = []
    private(set) var orders: [UInt16] = []
    private(set) var children: [UInt8] = []
    private(set) var lengths: [Float] = []
    private(set) var cuts: [Float] = []
    private(set) var ends: [UInt16] = []

    /// Nothing when a number is beyond its bits, or a cut that matters or a median is not finite.
    init?(_ forest: IsolationForest) {
        guard forest.medians.allSatisfy(\.isFinite) else { return nil }
        let trees = (0..<forest.trees).map { Self.slots(of: $0, in: forest) }
        let nodes = trees.reduce(0) { $0 + max(1, $1.count / 2) }
        guard nodes <= Int(UInt16.max), order(trees.joined(), features: forest.features.count) else { return nil }
        roots.reserveCapacity(trees.count)
        orders.reserveCapacity(nodes)
        children.reserveCapacity(2 * nodes)
        for tree in trees {
            guard lay(tree) else { return nil }
            depth = max(depth, tree.last?.level ?? 0)
        }
    }

    /// A place of a tree that is kept.
    private struct Slot {
        /// The first is 1, those below place `i` are `2i` and `2i + 1`.
        var place: Int
        var level: Int
        /// Nothing for a leaf.
        var node: ForestNode?
        /// What a leaf counts.
        var length: Float = 0
        /// How many nodes of the tree stand before.
        var number = 0
        /// Where its left side is in the list; the right one is the next.
        var left = 0
    }

    /// A tree's nodes that matter and its leaves, level by level.
    private static func slots(of tree: Int, in forest: IsolationForest) -> [Slot] {
        let leaves = forest.leaves[tree << forest.depth..<(tree + 1) << forest.depth]
        let matters = CutOrder.matters(in: leaves)
        let firstNode = tree * (1 << forest.depth - 1)
        var slots = [Slot(place: 1, level: 0)]
        var (next, number) = (0, 0)
        while next < slots.count {
            let (place, level) = (slots[next].place, slots[next].level)
            slots[next].number = number
            if matters[place] {
                slots[next].node = forest.nodes[firstNode + place - 1]
                slots[next].left = slots.count
                slots.append(Slot(place: 2 * place, level: level + 1))
                slots.append(Slot(place: 2 * place + 1, level: level + 1))
                number += 1
            } else {
                slots[next].length = leaves[leaves.startIndex + place << (forest.depth - level) - leaves.count]
            }
            next += 1
        }
        return slots
    }

    /// The distinct lengths and cuts in their order; false when there are too many.
    private mutating func order(_ slots: FlattenSequence<[[Slot]]>, features: Int) -> Bool {
        var found = [[Float]](repeating: [], count: features)
        var ways = Set<Float>()
        for slot in slots {
            if let node = slot.node {
                guard node.cut.isFinite else { return false }
                found[Int(node.feature)].append(node.cut)
            } else {
                ways.insert(slot.length)
            }
        }
        lengths = ways.sorted()
        let distinct = found.map(Self.distinct)
        let count = distinct.reduce(0) { $0 + $1.count }
        guard PackedWalk.leaves + lengths.count <= 256, count <= Int(UInt16.max) else { return false }
        // Where no node matters each tree still has one, which looks at a cut and finds the same on both sides.
        cuts.reserveCapacity(max(1, count))
        for (feature, ordered) in distinct.enumerated() {
            cuts += count == 0 && feature == 0 ? [0] : ordered
            ends.append(UInt16(cuts.count))
        }
        return true
    }

    private static func distinct(_ numbers: [Float]) -> [Float] {
        var distinct: [Float] = []
        for number in numbers.sorted() where number != distinct.last { distinct.append(number) }
        return distinct
    }

    /// Lays a tree behind the others; false when a child is too far on.
    private mutating func lay(_ tree: [Slot]) -> Bool {
        roots.append(UInt16(orders.count))
        guard tree.count > 1 else {
            orders.append(0)
            children += [leaf(tree[0]), leaf(tree[0])]
            return true
        }
        for slot in tree {
            guard let node = slot.node else { continue }
            orders.append(UInt16(order(of: node)))
            for below in tree[slot.left...slot.left + 1] {
                let further = below.number - slot.number
                guard below.node == nil || further < PackedWalk.leaves else { return false }
                children.append(below.node == nil ? leaf(below) : UInt8(further))
            }
        }
        return true
    }

    private func leaf(_ slot: Slot) -> UInt8 {
        UInt8(PackedWalk.leaves + Self.place(of: slot.length, in: lengths[...]))
    }

    private func order(of node: ForestNode) -> Int {
        let feature = Int(node.feature)
        let start = feature == 0 ? 0 : Int(ends[feature - 1])
        return Self.place(of: node.cut, in: cuts[start..<Int(ends[feature])])
    }

    /// Where a number stands among ascending ones.
    private static func place(of number: Float, in sorted: ArraySlice<Float>) -> Int {
        var (low, high) = (sorted.startIndex, sorted.endIndex - 1)
        while low < high {
            let middle = (low + high) / 2
            if sorted[middle] < number { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

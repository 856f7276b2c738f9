internal import Runtime

/// Grows trees on binned inputs, one after the other.
struct BoostedGrowing {
    /// A leaf has at least so many rows of the sample.
    private static let rowsMin: Float = 40
    /// So many rows of no error are added to each leaf.
    private static let prior: Float = 1
    /// The parts of rows and of inputs that a tree sees (Friedman, "Stochastic Gradient Boosting", 2002): trees that
    /// differ err less together.
    private static let part = 0.5

    private let inputs: BinnedInputs
    private let options: LifetimeOptions
    private var random: SeededRandom
    /// What is left of each row's truth.
    private var left: [Float]
    /// The node of the growing level that each row is in.
    private var places: [UInt8]
    private var nodes: [BoostedNode] = []
    private var leaves: [Float] = []

    /// Grows on the rows named; the others are only there.
    ///
    /// `progress` is told how many trees there are, after each.
    static func grown(
        _ inputs: BinnedInputs, truths: [Float], rows: [Int], options: LifetimeOptions, progress: (Int) -> Void
    ) throws -> BoostedTrees {
        let base = rows.isEmpty ? 0 : rows.reduce(Float(0)) { $0 + truths[$1] / Float(rows.count) }
        var growing = BoostedGrowing(inputs, truths: truths, base: base, options: options)
        for tree in 0..<options.trees {
            try Task.checkCancellation()
            growing.add(rows)
            progress(tree + 1)
        }
        return BoostedTrees(base: base, depth: options.depth, nodes: growing.nodes, leaves: growing.leaves)
    }

    private init(_ inputs: BinnedInputs, truths: [Float], base: Float, options: LifetimeOptions) {
        self.inputs = inputs
        self.options = options
        random = SeededRandom(seed: options.seed)
        left = truths.map { $0 - base }
        places = [UInt8](repeating: 0, count: truths.count)
    }

    private mutating func add(_ rows: [Int]) {
        let sample = rows.filter { _ in random.unit() < Self.part }
        var columns = (0..<inputs.inputs).filter { _ in random.unit() < Self.part }
        if columns.isEmpty { columns = [Int(random.next() % UInt64(inputs.inputs))] }
        for row in rows { places[row] = 0 }
        for level in 0..<options.depth {
            let cuts = best(level: level, sample: sample, columns: columns)
            for cut in cuts {
                nodes.append(
                    cut.map { BoostedNode(input: UInt16($0.input), cut: inputs.cuts[$0.input][$0.bin - 1]) }
                        ?? BoostedNode(input: 0, cut: .greatestFiniteMagnitude))
            }
            for row in rows {
                let place = Int(places[row])
                let isRight = cuts[place].map { inputs.bins[$0.input * inputs.rows + row] >= $0.bin } ?? false
                places[row] = UInt8(2 * place + (isRight ? 1 : 0))
            }
        }
        close(rows, sample)
    }

    /// For each node of a level the cut that leaves least; nothing where none leaves less.
    private func best(level: Int, sample: [Int], columns: [Int]) -> [(input: Int, bin: Int)?] {
        let count = 1 << level
        var found = [(input: Int, bin: Int)?](repeating: nil, count: count)
        var gains = [Float](repeating: 1e-6, count: count)
        var sums = [Float](repeating: 0, count: count * BinnedInputs.binsMax)
        var counts = sums
        for input in columns where !inputs.cuts[input].isEmpty {
            tally(input, sample, &sums, &counts)
            for node in 0..<count {
                let range = node * BinnedInputs.binsMax..<(node + 1) * BinnedInputs.binsMax
                guard let (gain, bin) = Self.cut(sums[range], counts[range]), gain > gains[node] else { continue }
                gains[node] = gain
                found[node] = (input, bin)
            }
        }
        return found
    }

    /// Sums up what is left, and the rows, by node and bin.
    private func tally(_ input: Int, _ sample: [Int], _ sums: inout [Float], _ counts: inout [Float]) {
        sums.withUnsafeMutableBufferPointer { sums in
            counts.withUnsafeMutableBufferPointer { counts in
                sums.update(repeating: 0)
                counts.update(repeating: 0)
                inputs.bins.withUnsafeBufferPointer { bins in
                    let first = input * inputs.rows
                    for row in sample {
                        let place = Int(places[row]) * BinnedInputs.binsMax + Int(bins[first + row])
                        sums[place] += left[row]
                        counts[place] += 1
                    }
                }
            }
        }
    }

    /// The cut of a node by what it explains more than no cut, and the first bin of its right side.
    private static func cut(_ sums: ArraySlice<Float>, _ counts: ArraySlice<Float>) -> (gain: Float, bin: Int)? {
        let (sum, count) = (sums.reduce(0, +), counts.reduce(0, +))
        let whole = sum * sum / (count + prior)
        var best: (gain: Float, bin: Int)?
        var (leftSum, leftCount): (Float, Float) = (0, 0)
        for bin in 1..<BinnedInputs.binsMax {
            leftSum += sums[sums.startIndex + bin - 1]
            leftCount += counts[counts.startIndex + bin - 1]
            let (rightSum, rightCount) = (sum - leftSum, count - leftCount)
            guard leftCount >= rowsMin, rightCount >= rowsMin, counts[counts.startIndex + bin] > 0 else { continue }
            let gain = leftSum * leftSum / (leftCount + prior) + rightSum * rightSum / (rightCount + prior) - whole
            if gain > best?.gain ?? 0 { best = (gain, bin) }
        }
        return best
    }

    /// Gives each leaf a part of the mean of what is left in it, and takes that from every row.
    private mutating func close(_ rows: [Int], _ sample: [Int]) {
        let count = 1 << options.depth
        var (sums, counts) = ([Float](repeating: 0, count: count), [Float](repeating: 0, count: count))
        for row in sample {
            sums[Int(places[row])] += left[row]
            counts[Int(places[row])] += 1
        }
        let values = zip(sums, counts).map { Float(options.rate) * $0 / ($1 + Self.prior) }
        for row in rows { left[row] -= values[Int(places[row])] }
        leaves += values
    }
}

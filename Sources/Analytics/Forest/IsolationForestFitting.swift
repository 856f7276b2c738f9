internal import Runtime

extension IsolationForest {
    /// Learns a forest from rows that stand one after the other, most of them normal.
    ///
    /// The same rows, options and seed give the same forest on any machine.
    ///
    /// - Throws: `ForestError` when there are too few rows, nothing varies, or an option is out of range.
    /// - Precondition: there are whole rows.
    public static func fit(
        features: [String], rows: [Double], options: ForestOptions = ForestOptions()
    ) throws(ForestError) -> IsolationForest {
        let width = features.count
        precondition(width > 0 && rows.count.isMultiple(of: width), "rows have one value for each feature")
        let count = rows.count / width
        try options.check(features: width, rows: count)
        let medians = (0..<width).map { median(of: $0, width: width, rows: rows) }
        let spreads = (0..<width).map { spread(of: $0, around: medians[$0], width: width, rows: rows) }
        let values = rows.indices.map { rows[$0].isNaN ? medians[$0 % width] : Float(rows[$0]).held }
        guard (0..<width).contains(where: { varies($0, width: width, values) }) else { throw .nothingVaries }
        let samples = min(options.samples, count)
        var random = SeededRandom(seed: options.seed)
        var builder = TreeBuilder(values: values, width: width, samples: samples)
        var order = Array(0..<count)
        for _ in 0..<options.trees {
            // The beginning of a shuffle (Fisher and Yates) is a sample without repetition.
            for place in 0..<samples { order.swapAt(place, place + Int(random.next() % UInt64(count - place))) }
            builder.add(sample: Array(order[..<samples]), random: &random)
        }
        let open = IsolationForest(
            features: features, trees: options.trees, samples: samples, threshold: 1, medians: medians,
            spreads: spreads, nodes: builder.nodes, leaves: builder.leaves)
        return IsolationForest(
            features: features, trees: options.trees, samples: samples,
            threshold: quantile(1 - options.contamination, of: open.scores(rows: rows)), medians: medians,
            spreads: spreads, nodes: builder.nodes, leaves: builder.leaves)
    }

    private static func varies(_ feature: Int, width: Int, _ values: [Float]) -> Bool {
        stride(from: feature, to: values.count, by: width).contains { values[$0] != values[feature] }
    }

    /// The median of a feature's values, missing ones left out; 0 where there is none.
    private static func median(of feature: Int, width: Int, rows: [Double]) -> Float {
        let known = stride(from: feature, to: rows.count, by: width).compactMap { index in
            rows[index].isNaN ? nil : Float(rows[index]).held
        }
        return known.isEmpty ? 0 : known.sorted()[known.count / 2]
    }

    /// How far a feature's values usually lie from their median, above 0.
    ///
    /// The median distance times 1.4826, which makes it the deviation of a normal distribution; where half of them
    /// stand at the median, the mean distance; 1 where nothing varies.
    private static func spread(of feature: Int, around median: Float, width: Int, rows: [Double]) -> Float {
        let distances = stride(from: feature, to: rows.count, by: width).compactMap { index in
            rows[index].isNaN ? nil : abs(Double(Float(rows[index]).held) - Double(median))
        }
        guard !distances.isEmpty else { return 1 }
        let middle = 1.4826 * distances.sorted()[distances.count / 2]
        let spread = middle > 0 ? middle : distances.reduce(0, +) / Double(distances.count)
        return max(.leastNormalMagnitude, spread > 0 ? Float(spread).held : 1)
    }

    private static func quantile(_ part: Double, of scores: [Double]) -> Double {
        let sorted = scores.sorted()
        return sorted[min(sorted.count - 1, max(0, Int(part * Double(sorted.count))))]
    }
}

extension Float {
    /// The nearest number that is finite: the width of a range of such does not overflow in `Double`.
    fileprivate var held: Float { Swift.max(-.greatestFiniteMagnitude, Swift.min(.greatestFiniteMagnitude, self)) }
}

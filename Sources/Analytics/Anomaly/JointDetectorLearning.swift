extension JointDetector {
    private static let covarianceGain = 1.0 / 8_192

    /// Takes a metric's value into the smoothed vector; a missing one leaves it where it is.
    mutating func take(_ value: Double, metric: Int, isHeld: Bool) {
        guard value.isFinite, abs(value) < 1e100 else {
            absent[metric] = min(absent[metric] + 1, Self.absentMax)
            return
        }
        guard scale[metric] == 0 else {
            absent[metric] = isAbsent(metric) ? absent[metric] - Self.absentBack : 0
            let unit = max(-1e4, min(1e4, (value - center[metric]) / scale[metric]))
            smooth[metric] += (unit - smooth[metric]) * Self.gain
            return
        }
        if !isHeld { begin(value, metric: metric) }
    }

    /// Gathers a metric's first values; with the last of them it has its unit.
    private mutating func begin(_ value: Double, metric: Int) {
        first[metric].append(value)
        guard first[metric].count == Self.scaledAfter else { return }
        let sorted = first[metric].sorted()
        let middle = sorted[sorted.count / 2]
        let distances = sorted.map { abs($0 - middle) }.sorted()
        let mean = sorted.reduce(0) { $0 + $1 / Double(Self.scaledAfter) }
        let variance = sorted.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(Self.scaledAfter)
        center[metric] = middle
        scale[metric] = max(
            1.4826 * distances[distances.count / 2], 0.5 * variance.squareRoot(), abs(middle) * 1e-4, 1e-9)
        for early in first[metric] {
            smooth[metric] += ((early - middle) / scale[metric] - smooth[metric]) * Self.gain
        }
        first[metric] = []
        absent[metric] = 0
        begun[metric] = max(readings + 1, UInt32(Self.scaledAfter))
    }

    /// Mean, covariance and drift; what is far out moves the covariance by no more than what is usual.
    mutating func learn(pace: Double, isTrained: Bool) {
        for index in 0..<metrics {
            let count = Double(max(1, age(of: index)))
            gains[index] = isTrained && isTrainingKnown && !isYoung(index) ? 0 : 1 / count
        }
        bound(isTrained: isTrained)
        // Welford's rule while all readings weigh the same, a forgetting one later; a pair by the younger of the two.
        let least = isTrained ? Self.covarianceGain : 0
        let pace = isTrained ? pace : 1
        var row = 0
        for index in 0..<metrics {
            defer { row += index + 1 }
            guard !isAbsent(index) else { continue }
            for other in 0...index where !isAbsent(other) {
                let gain = max(least, gains[index], gains[other]) * pace
                let product = errors[index] * (1 - gain) * errors[other]
                covariance[row + other] += gain * (product - covariance[row + other])
            }
        }
        let leastOfMean = isTrained ? Self.meanGain : 0
        for index in 0..<metrics where !isAbsent(index) {
            mean[index] += max(leastOfMean, gains[index]) * pace * (smooth[index] - mean[index])
        }
        if isTrained { drifted *= 1 - 2 * max(leastOfMean, gains.min() ?? 0) * pace }
        followDrift(isTrained: isTrained)
    }

    /// Each metric's distance from its mean; once it is trained, at most four of its spreads.
    private mutating func bound(isTrained: Bool) {
        for index in 0..<metrics {
            let error = smooth[index] - mean[index]
            let variance = covariance[Self.diagonal(index)]
            let isFar = isTrained && !isYoung(index) && error * error > 16 * variance
            errors[index] = isFar ? (error < 0 ? -4 : 4) * variance.squareRoot() : error
        }
    }

    /// Compares means of blocks while it learns, and lets the tolerance grow by what was found afterwards.
    private mutating func followDrift(isTrained: Bool) {
        if isTrained {
            drifted += Self.driftPart / Double(Self.blockReadings)
            return
        }
        for index in 0..<metrics {
            block[index] += smooth[index] / Double(Self.blockReadings)
            blockSquare[index] += smooth[index] * smooth[index] / Double(Self.blockReadings)
        }
        guard readings.isMultiple(of: Self.blockReadings) else { return }
        if blocks > 0 { wanderOn() }
        for index in 0..<metrics {
            within[index] += max(0, blockSquare[index] - block[index] * block[index])
            blockBefore[index] = block[index]
            block[index] = 0
            blockSquare[index] = 0
        }
        blocks += 1
    }

    private mutating func wanderOn() {
        var row = 0
        for index in 0..<metrics {
            let difference = block[index] - blockBefore[index]
            for other in 0...index { wander[row + other] += difference * (block[other] - blockBefore[other]) }
            row += index + 1
        }
    }

    /// Ends learning: what part of the wander is drift, and what it is between two blocks.
    ///
    /// Of a metric that holds, block means differ too, by about half of what lies within a block.
    mutating func settleDrift() {
        let pairs = Double(max(1, blocks) - 1)
        guard pairs > 0 else { return }
        // As with the covariance: the fewer pairs of blocks, the less is known of what drifts together.
        let together = 1 - min(1, Double(metrics) / pairs)
        var row = 0
        for index in 0..<metrics {
            for other in 0...index { wander[row + other] *= (other == index ? 1 : together) / pairs }
            row += index + 1
        }
        for index in 0..<metrics {
            let between = wander[Self.diagonal(index)]
            let drift = max(0, between - 0.5 * within[index] / Double(blocks))
            lasting[index] = between > 0 ? (drift / between).squareRoot() : 0
        }
    }

    static func diagonal(_ metric: Int) -> Int { metric * (metric + 1) / 2 + metric }
}

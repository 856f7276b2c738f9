/// Up to 256 integers: what a prediction leaves of them, moved to a base, in as few bits each as pays;
/// the rest as exceptions.
///
/// The form is patched frame-of-reference (Zukowski et al., 2006). All arithmetic wraps, so every Int64 goes through.
enum IntegerBlock {
    /// How a value is predicted; what is packed is the value minus that.
    enum Prediction: UInt8, CaseIterable {
        /// By nothing: noise around a level.
        case level = 0
        /// By a straight line over the block: a clock with jitter, a slow slope.
        case line = 1
        /// By the value before: a random walk.
        case step = 2
        /// By the two values before: a clock whose errors add up.
        case slope = 3
    }

    /// The last two values before a block; zeros before the first.
    struct History {
        var last: Int64 = 0
        var beforeLast: Int64 = 0

        func after(_ block: UnsafeBufferPointer<Int64>) -> History {
            guard block.count > 1 else { return History(last: block[0], beforeLast: last) }
            return History(last: block[block.count - 1], beforeLast: block[block.count - 2])
        }
    }

    static func width(_ number: UInt64) -> Int { 64 - number.leadingZeroBitCount }

    /// Writes one block of 1 to 256 integers.
    static func write(_ block: UnsafeBufferPointer<Int64>, history: History, to writer: inout ByteWriter) {
        withUnsafeTemporaryAllocation(of: Int64.self, capacity: 2 * block.count) { scratch in
            let candidate = UnsafeMutableBufferPointer(rebasing: scratch[..<block.count])
            let best = UnsafeMutableBufferPointer(rebasing: scratch[block.count...])
            let line = Line(through: block)
            var chosen = Prediction.level
            var chosenBits = Int.max
            for prediction in Prediction.allCases {
                residuals(of: block, by: prediction, line, history, into: candidate)
                let bits = estimatedBits(UnsafeBufferPointer(candidate), skipping: prediction == .level ? 0 : 1)
                if bits < chosenBits {
                    chosen = prediction
                    chosenBits = bits
                    _ = best.update(from: candidate)
                }
            }
            let packing = Packing(UnsafeBufferPointer(best), typicalBits: chosenBits / block.count)
            write(UnsafeBufferPointer(best), chosen, line, packing, to: &writer)
        }
    }

    private static func write(
        _ residuals: UnsafeBufferPointer<Int64>, _ prediction: Prediction, _ line: Line, _ packing: Packing,
        to writer: inout ByteWriter
    ) {
        writer.byte(prediction.rawValue | (packing.exceptionCount > 0 ? Header.exceptionsFlag : 0))
        writer.byte(UInt8(packing.width))
        writer.signed(packing.base)
        if prediction == .line {
            writer.signed(line.start)
            writer.signed(line.slope)
        }
        BitPacking.write(residuals, base: packing.base, width: packing.width, to: &writer)
        if packing.exceptionCount == 0 { return }
        writer.byte(UInt8(packing.exceptionCount))
        for (place, residual) in residuals.enumerated() where !packing.holds(residual) {
            writer.byte(UInt8(place))
            writer.signed(residual &- packing.base)
        }
    }

    private static func residuals(
        of block: UnsafeBufferPointer<Int64>, by prediction: Prediction, _ line: Line, _ history: History,
        into output: UnsafeMutableBufferPointer<Int64>
    ) {
        switch prediction {
        case .level:
            for index in block.indices { output[index] = block[index] }
        case .line:
            for index in block.indices { output[index] = block[index] &- line.value(at: index) }
        case .step:
            var last = history.last
            for index in block.indices {
                output[index] = block[index] &- last
                last = block[index]
            }
        case .slope:
            var (last, beforeLast) = (history.last, history.beforeLast)
            for index in block.indices {
                output[index] = block[index] &- last &- (last &- beforeLast)
                (last, beforeLast) = (block[index], last)
            }
        }
    }

    /// The sum of the bits of the distances from the mean: close to what packing takes, and not misled by a few spikes.
    private static func estimatedBits(_ residuals: UnsafeBufferPointer<Int64>, skipping skipped: Int) -> Int {
        let start = min(skipped, residuals.count - 1)
        var sum = 0.0
        for index in start..<residuals.count { sum += Double(residuals[index]) }
        let mean = Int64(max(-9.2e18, min(9.2e18, sum / Double(residuals.count - start))))
        var bits = 0
        for index in start..<residuals.count { bits += width((residuals[index] &- mean).magnitude) }
        return bits
    }
}

extension IntegerBlock {
    /// The base and the width that cost the fewest bits, exceptions counted.
    struct Packing {
        private(set) var base: Int64
        private(set) var width: Int
        private(set) var exceptionCount = 0

        /// `typicalBits` says how wide most residuals are: only a range much wider than that is worth a search.
        init(_ residuals: UnsafeBufferPointer<Int64>, typicalBits: Int) {
            var (low, high) = (residuals[0], residuals[0])
            for residual in residuals {
                low = min(low, residual)
                high = max(high, residual)
            }
            base = low
            width = IntegerBlock.width(UInt64(bitPattern: high &- low))
            if width > typicalBits + 2, residuals.count > 8 { search(residuals, from: max(0, typicalBits - 1)) }
        }

        /// Whether a residual is packed and not an exception.
        func holds(_ residual: Int64) -> Bool {
            width == 64 || UInt64(bitPattern: residual &- base) >> UInt64(width) == 0
        }

        /// Tries each width: the window of that width that holds the most residuals, the others as exceptions.
        private mutating func search(_ residuals: UnsafeBufferPointer<Int64>, from narrowest: Int) {
            var sorted = Array(residuals)
            sorted.sort()
            var bestCost = width * sorted.count
            for candidate in narrowest..<width {
                let window = Self.fullestWindow(sorted, width: candidate)
                let exceptions = sorted.count - window.held
                guard exceptions < 256 else { continue }
                let cost = candidate * sorted.count + exceptions * Self.exceptionBits(width)
                if cost < bestCost {
                    bestCost = cost
                    base = window.base
                    exceptionCount = exceptions
                    chosenWidth = candidate
                }
            }
            width = chosenWidth ?? width
        }

        private var chosenWidth: Int?

        /// A place, and the number seven bits a byte.
        private static func exceptionBits(_ width: Int) -> Int { 8 + (width + 7) / 7 * 8 }

        private static func fullestWindow(_ sorted: [Int64], width: Int) -> (base: Int64, held: Int) {
            var best = (base: sorted[0], held: 0)
            var start = 0
            for end in sorted.indices {
                while UInt64(bitPattern: sorted[end] &- sorted[start]) >> UInt64(width) != 0 { start += 1 }
                if end - start + 1 > best.held { best = (sorted[start], end - start + 1) }
            }
            return best
        }
    }
}

extension IntegerBlock {
    /// A straight line in fixed point: 16 bits of the slope stand behind the point.
    struct Line {
        var start: Int64
        var slope: Int64

        init(start: Int64, slope: Int64) {
            self.start = start
            self.slope = slope
        }

        /// From the mean of the first half of a block to that of the second, which one outlier does not turn far.
        init(through block: UnsafeBufferPointer<Int64>) {
            start = block[0]
            slope = 0
            let half = block.count / 2
            guard half > 0 else { return }
            var (first, second) = (0.0, 0.0)
            for index in 0..<half {
                first += Double(block[index] &- start)
                second += Double(block[index + half] &- start)
            }
            let perStep = (second - first) / Double(half) / Double(half)
            slope = Int64(max(-1e18, min(1e18, (perStep * 65_536).rounded())))
        }

        @inline(__always)
        func value(at index: Int) -> Int64 { start &+ (slope &* Int64(index)) >> 16 }
    }
}

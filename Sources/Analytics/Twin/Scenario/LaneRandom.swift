internal import Runtime

/// Random numbers for four paths at once: xoshiro256+ (Blackman and Vigna) in each lane, seeded apart.
struct LaneRandom {
    private var state: (SIMD4<UInt64>, SIMD4<UInt64>, SIMD4<UInt64>, SIMD4<UInt64>)

    init(_ random: inout SeededRandom) {
        func lanes() -> SIMD4<UInt64> { SIMD4(random.next(), random.next(), random.next(), random.next() | 1) }
        state = (lanes(), lanes(), lanes(), lanes())
    }

    /// About normal, of mean 0 and deviation 1, never beyond ±3.47: the sum of four uniform numbers of 16 bits each
    /// (Irwin and Hall), which needs no logarithm.
    mutating func normal() -> SIMD4<Double> {
        let word = next()
        let sum = (word & 0xFFFF) &+ ((word &>> 16) & 0xFFFF) &+ ((word &>> 32) & 0xFFFF) &+ (word &>> 48)
        let small = SIMD4<Int32>(truncatingIfNeeded: sum)
        // Each has the variance (2³² − 1) / 12, and the mean 65535 / 2.
        return (SIMD4<Double>(small) - 131_070) * (1 / 37_837.2)
    }

    private mutating func next() -> SIMD4<UInt64> {
        let sum = state.0 &+ state.3
        let shifted = state.1 &<< 17
        state.2 ^= state.0
        state.3 ^= state.1
        state.1 ^= state.2
        state.0 ^= state.3
        state.2 ^= shifted
        state.3 = (state.3 &<< 45) | (state.3 &>> 19)
        return sum
    }
}

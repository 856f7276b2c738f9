/// Logarithm and exponential of four numbers at once, by polynomials: the same digits on every machine.
package enum FourAtOnce {
    /// The logarithms to base 2 of positive numbers that are not subnormal.
    ///
    /// Off by at most 2e-7, or one digit of the answer; an infinite one has 128. The polynomial is the best one (Remez)
    /// of degree 8 for 0.75 to 1.5 through 0 at 1.
    @inline(__always)
    package static func log2(_ numbers: SIMD4<Float>) -> SIMD4<Float> {
        let bits = unsafeBitCast(numbers, to: SIMD4<Int32>.self)  // because a float's exponent stands in its bits
        let powers = (bits &- 0x3F40_0000) &>> 23
        // Within 0.75 to 1.5: what is left when the power of two is taken off; because of the same.
        let beyond = unsafeBitCast(bits &- (powers &<< 23), to: SIMD4<Float>.self) - 1
        // In pairs (Estrin), because each product of Horner's rule waits for the sum before.
        let square = beyond * beyond
        let low = (beyond * -0.721_352_1 + 1.442_695_86) + (beyond * -0.360_261_05 + 0.480_801_94) * square
        let high = (beyond * -0.251_942_16 + 0.290_806_32) + (beyond * -0.090_878_06 + 0.201_279_94) * square
        return (low + high * (square * square)) * beyond + SIMD4<Float>(powers)
    }

    /// `exp(−x)` of four numbers that are at least 0; those above 80, and what is not a number, count as 80.
    ///
    /// Off by at most four millionths of the answer. 2^y is that of the nearest whole number and of what is left, for
    /// which the polynomial is the best one of degree 5.
    @inline(__always)
    package static func expMinus(_ numbers: SIMD4<Float>) -> SIMD4<Float> {
        let held = SIMD4<Float>(repeating: 80).replacing(with: numbers, where: numbers .< 80)
        let exponent = held * -1.442_695_04
        // Added to a number so large that its last digit is 1, a float is rounded to the nearest whole one.
        let shifted = exponent + Self.shift
        let whole = shifted - Self.shift
        let left = exponent - whole
        let square = left * left
        let low = (left * 0.693_147_24 + 1) + (left * 0.055_502_973 + 0.240_221_07) * square
        let sum = low + (left * 0.001_341 + 0.009_676_036) * (square * square)
        // The whole number is added to the exponent, because multiplying by its power would be the same, but dearer.
        let powers = (unsafeBitCast(shifted, to: SIMD4<Int32>.self) &- Self.shiftBits) &<< 23
        return unsafeBitCast(unsafeBitCast(sum, to: SIMD4<Int32>.self) &+ powers, to: SIMD4<Float>.self)
    }

    /// 1.5 · 2²³.
    private static let shift: Float = 12_582_912
    private static let shiftBits: Int32 = 0x4B40_0000
}

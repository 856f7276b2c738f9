/// Values that are decimals as integers.
///
/// A value `v` is one at exponent `e` when `k = round(v · 10^e)` is below 2^53 and `k / 10^e` is `v` to the bit: both
/// are exact doubles then (10^22 is the last power that is one), so the division rounds as the parser of the decimal
/// text did. A decimal that went through arithmetic lies a few steps of the double beside one, as 51.846000000000004
/// does; those steps are its slip.
enum DecimalScale {
    struct Scaled {
        var exponent: Int
        var integers: [Int64]
        /// How many doubles each value lies beyond its decimal; nothing when all are exact.
        var slips: [Int64]?
        /// Values that are no decimals at that exponent (also -0), by their place; rising.
        var patches: [(Int, UInt64)] = []
    }

    static let exponentMax = 22
    /// What version 1 of the segments has.
    static let exponentMaxFirst = 12
    /// Arithmetic on few numbers slips no further.
    static let slipMax: Int64 = 8

    private static let powers: [Double] = [
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22,
    ]
    private static let limit = 9_007_199_254_740_992.0

    /// The values at the smallest exponent that fits all but a few; nothing when many fit none.
    static func scale(_ values: [Double]) -> Scaled? { scale(values, slipMax: 0) }

    /// The same for values that may have slipped.
    static func scaleSlipped(_ values: [Double]) -> Scaled? { scale(values, slipMax: slipMax) }

    static func unscale(_ integers: [Int64], exponent: Int) -> [Double] {
        let power = powers[exponent]
        return integers.map { Double($0) / power }
    }

    /// The values that lie so many doubles beyond others.
    static func slip(_ values: inout [Double], by slips: [Int64]) {
        for index in values.indices where slips[index] != 0 {
            values[index] = Double(bitPattern: values[index].bitPattern &+ UInt64(bitPattern: slips[index]))
        }
    }

    private static func scale(_ values: [Double], slipMax: Int64) -> Scaled? {
        guard let exponent = exponent(values, slipMax) else { return nil }
        let power = powers[exponent]
        var scaled = Scaled(exponent: exponent, integers: [Int64](repeating: 0, count: values.count))
        var slips = [Int64](repeating: 0, count: slipMax > 0 ? values.count : 0)
        for index in values.indices {
            if let (integer, slip) = integer(values[index], power, slipMax) {
                scaled.integers[index] = integer
                if slipMax > 0 { slips[index] = slip }
            } else {
                scaled.integers[index] = index > 0 ? scaled.integers[index - 1] : 0
                scaled.patches.append((index, values[index].bitPattern))
                if scaled.patches.count > values.count / 16 + 1 { return nil }
            }
        }
        scaled.slips = slipMax > 0 ? slips : nil
        return scaled
    }

    private static func exponent(_ values: [Double], _ slipMax: Int64) -> Int? {
        var exponent = 0
        var strangers = 0
        for value in values {
            var candidate = exponent
            while candidate <= exponentMax, integer(value, powers[candidate], slipMax) == nil { candidate += 1 }
            if candidate <= exponentMax {
                exponent = candidate
            } else {
                strangers += 1
                if strangers > values.count / 16 + 1 { return nil }
            }
        }
        return exponent
    }

    @inline(__always)
    private static func integer(_ value: Double, _ power: Double, _ slipMax: Int64) -> (integer: Int64, slip: Int64)? {
        let scaled = (value * power).rounded()
        guard scaled.magnitude < limit else { return nil }
        let integer = Int64(scaled)
        // By way of the integer, because -0 does not survive it.
        let slip = Int64(bitPattern: value.bitPattern &- (Double(integer) / power).bitPattern)
        return slip >= -slipMax && slip <= slipMax ? (integer, slip) : nil
    }
}

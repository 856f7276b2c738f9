/// Values that are exact decimals as integers.
///
/// A value `v` is one at exponent `e` when `k = round(v · 10^e)` is below 2^53 and `k / 10^e` is `v` to the bit: both
/// are exact doubles then, so the division rounds as the parser of the decimal text did.
enum DecimalScale {
    struct Scaled {
        var exponent: Int
        var integers: [Int64]
        /// Values that are no decimals at that exponent (also -0), by their place; rising.
        var patches: [(Int, UInt64)]
    }

    static let exponentMax = 12
    private static let powers: [Double] = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12]
    private static let limit = 9_007_199_254_740_992.0

    /// The values at the smallest exponent that fits all but a few; nothing when many fit none.
    static func scale(_ values: [Double]) -> Scaled? {
        guard let exponent = exponent(values) else { return nil }
        let power = powers[exponent]
        var patches: [(Int, UInt64)] = []
        var integers = [Int64](repeating: 0, count: values.count)
        for index in values.indices {
            if let integer = integer(values[index], power) {
                integers[index] = integer
            } else {
                integers[index] = index > 0 ? integers[index - 1] : 0
                patches.append((index, values[index].bitPattern))
                if patches.count > values.count / 16 + 1 { return nil }
            }
        }
        return Scaled(exponent: exponent, integers: integers, patches: patches)
    }

    static func unscale(_ integers: [Int64], exponent: Int) -> [Double] {
        let power = powers[exponent]
        return integers.map { Double($0) / power }
    }

    private static func exponent(_ values: [Double]) -> Int? {
        var exponent = 0
        var strangers = 0
        for value in values {
            var candidate = exponent
            while candidate <= exponentMax, integer(value, powers[candidate]) == nil { candidate += 1 }
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
    private static func integer(_ value: Double, _ power: Double) -> Int64? {
        let scaled = (value * power).rounded()
        guard scaled.magnitude < limit else { return nil }
        let integer = Int64(scaled)
        // By way of the integer, because -0 does not survive it.
        return (Double(integer) / power).bitPattern == value.bitPattern ? integer : nil
    }
}

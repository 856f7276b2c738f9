/// Values of a chunk: scaled whole numbers when that is exact to the bit, else as they are.
package enum PackedValues: Sendable, Equatable {
    /// value = (base + number) / scale
    case scaled(base: Int64, scale: Int32, PackedIntegers)
    case floating([Double])

    private static let scales: [Double] = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000]
    /// Whole numbers beyond it are not all representable.
    private static let exactMax = 9_007_199_254_740_992.0

    package init(_ values: ArraySlice<Double>) {
        guard let scale = Self.scale(of: values) else {
            self = .floating(Array(values))
            return
        }
        var low = Int64.max
        var high = Int64.min
        let numbers = values.map { value in
            let number = Int64((value * scale).rounded())
            low = min(low, number)
            high = max(high, number)
            return number
        }
        // The middle, so that a span of 65 535 still fits 16 bits.
        let base = low + (high - low) / 2
        self = .scaled(base: base, scale: Int32(scale), PackedIntegers(numbers.map { $0 - base }))
    }

    /// The values again, `count` of them.
    package func values(count: Int) -> [Double] {
        switch self {
        case .floating(let values): values
        case .scaled(let base, let scale, let numbers):
            numbers.numbers(count: count).map { Double(base &+ $0) / Double(scale) }
        }
    }

    /// Bytes of the array.
    var byteCount: Int {
        switch self {
        case .floating(let values): values.count * 8
        case .scaled(_, _, let numbers): numbers.byteCount
        }
    }

    /// The smallest scale at which all values are whole and come back to the bit.
    private static func scale(of values: ArraySlice<Double>) -> Double? {
        var index = 0
        for value in values {
            while !isExact(value, scales[index]) {
                index += 1
                if index == scales.count { return nil }
            }
        }
        // A larger scale may push an earlier large value out of the exact range.
        return values.allSatisfy { isExact($0, scales[index]) } ? scales[index] : nil
    }

    private static func isExact(_ value: Double, _ scale: Double) -> Bool {
        let number = (value * scale).rounded()
        guard number.magnitude < exactMax else { return false }
        return (number / scale).bitPattern == value.bitPattern
    }
}

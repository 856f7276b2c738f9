/// Whole numbers in the narrowest array that holds them; nothing at all when each is 0.
package enum PackedIntegers: Sendable, Equatable {
    case zeros
    case tiny([Int8])
    case narrow([Int16])
    case medium([Int32])
    case wide([Int64])

    package init(_ numbers: [Int64]) {
        var low: Int64 = 0
        var high: Int64 = 0
        for number in numbers {
            low = min(low, number)
            high = max(high, number)
        }
        if low == 0, high == 0 {
            self = .zeros
        } else if low >= Int64(Int8.min), high <= Int64(Int8.max) {
            self = .tiny(numbers.map { Int8(truncatingIfNeeded: $0) })
        } else if low >= Int64(Int16.min), high <= Int64(Int16.max) {
            self = .narrow(numbers.map { Int16(truncatingIfNeeded: $0) })
        } else if low >= Int64(Int32.min), high <= Int64(Int32.max) {
            self = .medium(numbers.map { Int32(truncatingIfNeeded: $0) })
        } else {
            self = .wide(numbers)
        }
    }

    /// The numbers again, `count` of them.
    package func numbers(count: Int) -> [Int64] {
        switch self {
        case .zeros: [Int64](repeating: 0, count: count)
        case .tiny(let numbers): numbers.map(Int64.init)
        case .narrow(let numbers): numbers.map(Int64.init)
        case .medium(let numbers): numbers.map(Int64.init)
        case .wide(let numbers): numbers
        }
    }

    /// Bytes of the array.
    var byteCount: Int {
        switch self {
        case .zeros: 0
        case .tiny(let numbers): numbers.count
        case .narrow(let numbers): numbers.count * 2
        case .medium(let numbers): numbers.count * 4
        case .wide(let numbers): numbers.count * 8
        }
    }

    /// The four columns of which at most one is not null: "char"[], smallint[], integer[], bigint[].
    package var columns: [any PostgresEncodable] {
        let none = PostgresValue.null
        switch self {
        case .zeros: return [none, none, none, none]
        case .tiny(let numbers): return [numbers, none, none, none]
        case .narrow(let numbers): return [none, numbers, none, none]
        case .medium(let numbers): return [none, none, numbers, none]
        case .wide(let numbers): return [none, none, none, numbers]
        }
    }
}

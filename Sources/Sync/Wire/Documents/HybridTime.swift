public import Telemetry

/// A reading of a hybrid logical clock (Kulkarni and others, 2014): close to the wall clock, never behind a cause.
///
/// It labels records and breaks ties; no promise depends on it.
public struct HybridTime: Hashable, Comparable, Sendable {
    /// The wall clock's part.
    public var at: Timestamp
    /// Counts what happens within one value of `at`.
    public var count: UInt32

    /// A label by its parts.
    public init(at: Timestamp, count: UInt32 = 0) {
        self.at = at
        self.count = count
    }

    /// Earlier labels come first.
    public static func < (left: HybridTime, right: HybridTime) -> Bool {
        (left.at.microseconds, left.count) < (right.at.microseconds, right.count)
    }
}

extension HybridTime {
    /// Twelve bytes for a column: microseconds since 1970, then the count, the most significant byte first.
    public var packed: [UInt8] {
        let time = UInt64(bitPattern: at.microseconds)
        return (0..<8).map { UInt8(truncatingIfNeeded: time >> UInt64(56 - 8 * $0)) }
            + (0..<4).map { UInt8(truncatingIfNeeded: count >> UInt32(24 - 8 * $0)) }
    }

    /// Reads what `packed` wrote; nothing for any other number of bytes.
    public init?(packed bytes: [UInt8]) {
        guard bytes.count == 12 else { return nil }
        let time = bytes[..<8].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        self.init(
            at: Timestamp(microseconds: Int64(bitPattern: time)),
            count: bytes[8...].reduce(UInt32(0)) { $0 << 8 | UInt32($1) })
    }
}

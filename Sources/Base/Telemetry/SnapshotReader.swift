/// Reads what a `SnapshotWriter` wrote; hostile bytes give an error, never a trap and never a large allocation.
package struct SnapshotReader {
    private var bytes: ArraySlice<UInt8>

    /// Takes bytes whose first is the expected version.
    package init(_ bytes: [UInt8], version: UInt8) throws(SnapshotError) {
        guard let first = bytes.first else { throw .truncated }
        guard first == version else { throw .versionUnknown(first) }
        self.bytes = bytes.dropFirst()
    }

    package mutating func bool() throws(SnapshotError) -> Bool {
        switch try number(UInt8.self) {
        case 0: return false
        case 1: return true
        default: throw .valueInvalid
        }
    }

    package mutating func number<Number: FixedWidthInteger>(_: Number.Type) throws(SnapshotError) -> Number {
        let count = Number.bitWidth / 8
        guard bytes.count >= count else { throw .truncated }
        var value: Number = 0
        for (index, byte) in bytes.prefix(count).enumerated() {
            value |= Number(truncatingIfNeeded: byte) << (8 * index)
        }
        bytes = bytes.dropFirst(count)
        return value
    }

    /// A number that is finite.
    package mutating func double() throws(SnapshotError) -> Double {
        let value = Double(bitPattern: try number(UInt64.self))
        guard value.isFinite else { throw .valueInvalid }
        return value
    }

    /// A number that is finite.
    package mutating func float() throws(SnapshotError) -> Float {
        let value = Float(bitPattern: try number(UInt32.self))
        guard value.isFinite else { throw .valueInvalid }
        return value
    }

    package mutating func time() throws(SnapshotError) -> Timestamp {
        Timestamp(microseconds: try number(Int64.self))
    }

    package mutating func uniqueID() throws(SnapshotError) -> UniqueID {
        let high = try number(UInt64.self)
        return UniqueID(high: high, low: try number(UInt64.self))
    }

    package mutating func text() throws(SnapshotError) -> String {
        String(decoding: try blob(), as: UTF8.self)
    }

    package mutating func blob() throws(SnapshotError) -> [UInt8] {
        let count = Int(try number(UInt16.self))
        guard bytes.count >= count else { throw .truncated }
        defer { bytes = bytes.dropFirst(count) }
        return Array(bytes.prefix(count))
    }

    /// All that is left.
    package mutating func rest() -> [UInt8] {
        defer { bytes = [] }
        return Array(bytes)
    }

    package mutating func optional<Value>(
        _ body: (inout SnapshotReader) throws(SnapshotError) -> Value
    ) throws(SnapshotError) -> Value? {
        try bool() ? try body(&self) : nil
    }

    /// Says that all has been read.
    package func finish() throws(SnapshotError) {
        guard bytes.isEmpty else { throw .trailingBytes }
    }
}

/// Writes the small binary snapshots with which models and alarms survive a restart: little-endian, no padding.
package struct SnapshotWriter {
    package private(set) var bytes: [UInt8] = []

    /// Begins with the version by which a reader knows the layout.
    package init(version: UInt8, capacity: Int = 256) {
        bytes.reserveCapacity(capacity)
        bytes.append(version)
    }

    package mutating func write(_ value: Bool) { bytes.append(value ? 1 : 0) }

    package mutating func write<Number: FixedWidthInteger>(_ value: Number) {
        for shift in stride(from: 0, to: Number.bitWidth, by: 8) {
            bytes.append(UInt8(truncatingIfNeeded: value >> Number(shift)))
        }
    }

    package mutating func write(_ value: Double) { write(value.bitPattern) }

    package mutating func write(_ value: Float) { write(value.bitPattern) }

    package mutating func write(_ value: Timestamp) { write(value.microseconds) }

    package mutating func write(_ value: UniqueID) {
        write(value.high)
        write(value.low)
    }

    /// A text or other bytes with their count; at most 65 535, of a longer one the beginning.
    package mutating func write(_ value: some Collection<UInt8>) {
        let kept = value.prefix(Int(UInt16.max))
        write(UInt16(kept.count))
        bytes.append(contentsOf: kept)
    }

    /// Bytes of any count, which a reader takes as all that is left.
    package mutating func write(rest bytes: [UInt8]) { self.bytes += bytes }

    package mutating func write(_ value: String) { write(value.utf8) }

    /// Something that may be missing.
    package mutating func write<Value>(_ value: Value?, _ body: (inout SnapshotWriter, Value) -> Void) {
        write(value != nil)
        if let value { body(&self, value) }
    }
}

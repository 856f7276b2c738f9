/// Floating-point bits, each XORed with the one before, turned into planes: all first bytes, all second bytes,
/// and so on.
///
/// Neighbouring values share sign, exponent and upper digits, so the upper planes are almost all zeros,
/// which zstd squeezes.
enum FloatPlanes {
    static func write<Bits: FixedWidthInteger & UnsignedInteger>(_ values: [Bits], to writer: inout ByteWriter) {
        for shift in stride(from: Bits.bitWidth - 8, through: 0, by: -8) {
            var previous: Bits = 0
            for value in values {
                writer.byte(UInt8(truncatingIfNeeded: (value ^ previous) >> Bits(shift)))
                previous = value
            }
        }
    }

    static func read<Bits: FixedWidthInteger & UnsignedInteger>(
        _: Bits.Type, count: Int, from reader: inout ByteReader
    ) throws(SegmentDecodingError) -> [Bits] {
        let width = Bits.bitWidth / 8
        let (length, overflow) = count.multipliedReportingOverflow(by: width)
        guard !overflow else { throw .lengthMismatch }
        let range = try reader.take(length)
        var values = [Bits](repeating: 0, count: count)
        for plane in 0..<width {
            let start = range.lowerBound + plane * count
            for index in 0..<count { values[index] = values[index] << 8 | Bits(reader.bytes[start + index]) }
        }
        var previous: Bits = 0
        for index in 0..<count {
            previous ^= values[index]
            values[index] = previous
        }
        return values
    }
}

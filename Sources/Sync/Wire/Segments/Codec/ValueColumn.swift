/// Values in the cheapest of four forms: decimals as integers, the same through a table of the distinct ones, single
/// precision, double precision.
///
/// All come back to the bit.
enum ValueColumn {
    private enum Form: UInt8 {
        case decimal = 0
        case table = 1
        case single = 2
        case double = 3
    }

    /// False when a value is not finite; then nothing useful was written.
    static func write(_ values: [Double], to writer: inout ByteWriter) -> Bool {
        if values.isEmpty { return true }
        guard values.allSatisfy(\.isFinite) else { return false }
        if let decimals = DecimalScale.scale(values) {
            if let table = ValueTable.make(decimals.integers) {
                writer.byte(Form.table.rawValue)
                write(decimals, to: &writer)
                table.write(to: &writer)
            } else {
                writer.byte(Form.decimal.rawValue)
                write(decimals, to: &writer)
                IntegerColumn.write(decimals.integers, to: &writer)
            }
        } else if values.allSatisfy({ Double(Float($0)).bitPattern == $0.bitPattern }) {
            writer.byte(Form.single.rawValue)
            FloatPlanes.write(values.map { Float($0).bitPattern }, to: &writer)
        } else {
            writer.byte(Form.double.rawValue)
            FloatPlanes.write(values.map(\.bitPattern), to: &writer)
        }
        return true
    }

    static func read(count: Int, from reader: inout ByteReader) throws(SegmentDecodingError) -> [Double] {
        if count == 0 { return [] }
        guard let form = Form(rawValue: try reader.byte()) else { throw .contentInvalid("values of an unknown form") }
        var values: [Double]
        switch form {
        case .decimal, .table:
            let exponent = try reader.count("decimals", countMax: DecimalScale.exponentMax)
            let patches = try readPatches(count: count, from: &reader)
            let integers =
                form == .table
                ? try ValueTable.read(count: count, from: &reader)
                : try IntegerColumn.read(count: count, from: &reader)
            values = DecimalScale.unscale(integers, exponent: exponent)
            for (index, bits) in patches { values[index] = Double(bitPattern: bits) }
        case .single:
            values = try FloatPlanes.read(UInt32.self, count: count, from: &reader)
                .map { Double(Float(bitPattern: $0)) }
        case .double:
            values = try FloatPlanes.read(UInt64.self, count: count, from: &reader).map(Double.init(bitPattern:))
        }
        // Sums of finite values may still be infinite, but a value that is not finite was never measured.
        guard values.allSatisfy(\.isFinite) else { throw .contentInvalid("a value that is not finite") }
        return values
    }

    private static func write(_ decimals: DecimalScale.Scaled, to writer: inout ByteWriter) {
        writer.varint(UInt64(decimals.exponent))
        writer.varint(UInt64(decimals.patches.count))
        var previous = 0
        for (index, bits) in decimals.patches {
            writer.varint(UInt64(index - previous))
            previous = index
            for shift in stride(from: 0, to: 64, by: 8) {
                writer.byte(UInt8(truncatingIfNeeded: bits >> UInt64(shift)))
            }
        }
    }

    private static func readPatches(
        count: Int, from reader: inout ByteReader
    ) throws(SegmentDecodingError) -> [(Int, UInt64)] {
        let patchCount = try reader.count("values that are no decimals", countMax: count)
        var patches: [(Int, UInt64)] = []
        var index = 0
        for _ in 0..<patchCount {
            index += try reader.count("values", countMax: count - 1 - index)
            var bits: UInt64 = 0
            for shift in stride(from: 0, to: 64, by: 8) { bits |= UInt64(try reader.byte()) << UInt64(shift) }
            patches.append((index, bits))
        }
        return patches
    }
}

/// Values in the cheapest of six forms: decimals as integers, the same through a table of the distinct ones, either of
/// these with slips beside the decimals, single precision, double precision.
///
/// All come back to the bit.
enum ValueColumn {
    private enum Form: UInt8 {
        case decimal = 0
        case table = 1
        case single = 2
        case double = 3
        // Since version 2 of the segments.
        case slippedDecimal = 4
        case slippedTable = 5

        var version: UInt8 { rawValue < Self.slippedDecimal.rawValue ? 1 : 2 }
        var hasSlips: Bool { self == .slippedDecimal || self == .slippedTable }
        var hasTable: Bool { self == .table || self == .slippedTable }
    }

    /// False when a value is not finite; then nothing useful was written.
    static func write(_ values: [Double], to writer: inout ByteWriter) -> Bool {
        if values.isEmpty { return true }
        guard values.allSatisfy(\.isFinite) else { return false }
        if let decimals = DecimalScale.scale(values) {
            write(decimals, to: &writer)
        } else if values.allSatisfy({ Double(Float($0)).bitPattern == $0.bitPattern }) {
            writer.byte(Form.single.rawValue)
            FloatPlanes.write(values.map { Float($0).bitPattern }, to: &writer)
        } else {
            writeSlippedOrDouble(values, to: &writer)
        }
        return true
    }

    static func read(count: Int, from reader: inout ByteReader) throws(SegmentDecodingError) -> [Double] {
        if count == 0 { return [] }
        guard let form = Form(rawValue: try reader.byte()), form.version <= reader.version else {
            throw .contentInvalid("values of an unknown form")
        }
        var values: [Double]
        switch form {
        case .decimal, .table, .slippedDecimal, .slippedTable:
            values = try readDecimals(form, count: count, from: &reader)
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

    /// Slips may take more than the digits that they spare, which only the sizes tell.
    private static func writeSlippedOrDouble(_ values: [Double], to writer: inout ByteWriter) {
        var planes = ByteWriter()
        planes.byte(Form.double.rawValue)
        FloatPlanes.write(values.map(\.bitPattern), to: &planes)
        guard let decimals = DecimalScale.scaleSlipped(values) else { return writer.append(planes) }
        var slipped = ByteWriter()
        write(decimals, to: &slipped)
        writer.append(squeezed(slipped) < squeezed(planes) ? slipped : planes)
    }

    private static func squeezed(_ written: ByteWriter) -> Int {
        var output: [UInt8] = []
        Zstandard.compress(written.bytes, onto: &output)
        return output.count
    }

    private static func write(_ decimals: DecimalScale.Scaled, to writer: inout ByteWriter) {
        let table = ValueTable.make(decimals.integers)
        let form: Form =
            decimals.slips == nil
            ? (table == nil ? .decimal : .table) : (table == nil ? .slippedDecimal : .slippedTable)
        writer.needs(version: max(form.version, decimals.exponent > DecimalScale.exponentMaxFirst ? 2 : 1))
        writer.byte(form.rawValue)
        writer.varint(UInt64(decimals.exponent))
        writePatches(decimals.patches, to: &writer)
        if let table { table.write(to: &writer) } else { IntegerColumn.write(decimals.integers, to: &writer) }
        if let slips = decimals.slips { IntegerColumn.write(slips, to: &writer) }
    }

    private static func readDecimals(
        _ form: Form, count: Int, from reader: inout ByteReader
    ) throws(SegmentDecodingError) -> [Double] {
        let exponentMax = reader.version == 1 ? DecimalScale.exponentMaxFirst : DecimalScale.exponentMax
        let exponent = try reader.count("decimals", countMax: exponentMax)
        let patches = try readPatches(count: count, from: &reader)
        let integers =
            form.hasTable
            ? try ValueTable.read(count: count, from: &reader) : try IntegerColumn.read(count: count, from: &reader)
        var values = DecimalScale.unscale(integers, exponent: exponent)
        if form.hasSlips { DecimalScale.slip(&values, by: try IntegerColumn.read(count: count, from: &reader)) }
        for (index, bits) in patches { values[index] = Double(bitPattern: bits) }
        return values
    }

    private static func writePatches(_ patches: [(Int, UInt64)], to writer: inout ByteWriter) {
        writer.varint(UInt64(patches.count))
        var previous = 0
        for (index, bits) in patches {
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

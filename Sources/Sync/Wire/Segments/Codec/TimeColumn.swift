/// Times as whole numbers since the first, in the coarsest of microseconds, milliseconds and seconds that all fit.
enum TimeColumn {
    private static let units: [Int64] = [1_000_000, 1_000, 1]

    /// False when the times fall; then nothing useful was written.
    static func write(_ times: [Int64], to writer: inout ByteWriter) -> Bool {
        guard let first = times.first, let last = times.last else { return true }
        // Times further apart than Int64 holds wrap around, which only the unit of 1 survives.
        let wraps = last.subtractingReportingOverflow(first).overflow
        var unit = wraps ? 2 : 0
        var earlier = first
        for time in times {
            guard time >= earlier else { return false }
            earlier = time
            while unit < 2, (time &- first) % units[unit] != 0 { unit += 1 }
        }
        writer.byte(UInt8(unit))
        writer.signed(first)
        let divisor = units[unit]
        IntegerColumn.write(times.map { divisor == 1 ? $0 &- first : ($0 &- first) / divisor }, to: &writer)
        return true
    }

    static func read(count: Int, from reader: inout ByteReader) throws(SegmentDecodingError) -> [Int64] {
        if count == 0 { return [] }
        let unit = Int(try reader.byte())
        guard unit < units.count else { throw .contentInvalid("times of an unknown unit") }
        let first = try reader.signed()
        var times = try IntegerColumn.read(count: count, from: &reader)
        let factor = units[unit]
        var earlier = Int64.min
        for index in times.indices {
            let time = first &+ times[index] &* factor
            guard time >= earlier else { throw .contentInvalid("times that fall") }
            earlier = time
            times[index] = time
        }
        return times
    }
}

/// Integers of which few are distinct, as places in a table of them: sensors of few steps, states, set-points.
struct ValueTable {
    private static let distinctMax = 256
    private static let worthwhileFrom = 32

    private var distinct: [Int64]
    private var places: [Int64]

    /// A table; nothing when there are too many distinct values, or the integers are as cheap without one.
    static func make(_ integers: [Int64]) -> ValueTable? {
        guard integers.count >= worthwhileFrom else { return nil }
        var places: [Int64: Int64] = [:]
        let distinctMax = min(Self.distinctMax, integers.count / 4)
        for integer in integers where places[integer] == nil {
            if places.count == distinctMax { return nil }
            places[integer] = 0
        }
        let distinct = places.keys.sorted()
        let span = UInt64(bitPattern: distinct[distinct.count - 1] &- distinct[0])
        // A table costs about two bytes an entry; it must save that over packing the span of the integers.
        let saved = (IntegerBlock.width(span) - IntegerBlock.width(UInt64(distinct.count - 1))) * integers.count / 8
        guard saved > 2 * distinct.count + 8 else { return nil }
        for (place, integer) in distinct.enumerated() { places[integer] = Int64(place) }
        return ValueTable(distinct: distinct, places: integers.map { places[$0, default: 0] })
    }

    func write(to writer: inout ByteWriter) {
        writer.varint(UInt64(distinct.count))
        IntegerColumn.write(distinct, to: &writer)
        IntegerColumn.write(places, to: &writer)
    }

    static func read(count: Int, from reader: inout ByteReader) throws(SegmentDecodingError) -> [Int64] {
        let distinctCount = try reader.count("distinct values", countMax: distinctMax)
        let distinct = try IntegerColumn.read(count: distinctCount, from: &reader)
        var integers = try IntegerColumn.read(count: count, from: &reader)
        for index in integers.indices {
            guard let place = Int(exactly: integers[index]), distinct.indices.contains(place) else {
                throw .contentInvalid("a place that its table does not have")
            }
            integers[index] = distinct[place]
        }
        return integers
    }
}

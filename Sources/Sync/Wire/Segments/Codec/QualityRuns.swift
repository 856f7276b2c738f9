/// Qualities as runs of equal ones; a column that is all good takes one byte.
enum QualityRuns {
    static func write(_ qualities: [UInt8]?, to writer: inout ByteWriter) {
        guard let qualities else {
            writer.byte(0)
            return
        }
        writer.byte(1)
        var start = 0
        while start < qualities.count {
            var end = start + 1
            while end < qualities.count, qualities[end] == qualities[start] { end += 1 }
            writer.byte(qualities[start])
            writer.varint(UInt64(end - start))
            start = end
        }
    }

    static func read(count: Int, from reader: inout ByteReader) throws(SegmentDecodingError) -> [UInt8]? {
        switch try reader.byte() {
        case 0: return nil
        case 1: break
        default: throw .contentInvalid("qualities of an unknown kind")
        }
        var qualities: [UInt8] = []
        while qualities.count < count {
            let quality = try reader.byte()
            let run = try reader.count("qualities", countMax: count - qualities.count)
            guard run > 0 else { throw .contentInvalid("a run of no qualities") }
            qualities.append(contentsOf: repeatElement(quality, count: run))
        }
        return qualities
    }
}

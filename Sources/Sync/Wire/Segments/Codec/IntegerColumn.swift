/// Integers in blocks of 256, each block by the prediction that leaves the least (see `IntegerBlock`).
enum IntegerColumn {
    static let blockCount = 256

    static func write(_ integers: [Int64], to writer: inout ByteWriter) {
        var history = IntegerBlock.History()
        var start = 0
        while start < integers.count {
            let end = min(start + blockCount, integers.count)
            integers.withUnsafeBufferPointer { all in
                let block = UnsafeBufferPointer(rebasing: all[start..<end])
                IntegerBlock.write(block, history: history, to: &writer)
                history = history.after(block)
            }
            start = end
        }
    }

    static func read(count: Int, from reader: inout ByteReader) throws(SegmentDecodingError) -> [Int64] {
        // A block of 256 takes at least 3 bytes, so a short input does not make a large array.
        guard (count + blockCount - 1) / blockCount * 3 <= reader.remaining else { throw .truncated }
        var integers = [Int64](repeating: 0, count: count)
        var history = IntegerBlock.History()
        var start = 0
        while start < count {
            let end = min(start + blockCount, count)
            let header = try IntegerBlock.Header(from: &reader, count: end - start)
            integers.withUnsafeMutableBufferPointer { all in
                let block = UnsafeMutableBufferPointer(rebasing: all[start..<end])
                header.unpack(into: block, bytes: reader.bytes)
            }
            try header.patch(&integers, from: start, &reader)
            integers.withUnsafeMutableBufferPointer { all in
                let block = UnsafeMutableBufferPointer(rebasing: all[start..<end])
                header.restore(block, history: history)
                history = history.after(UnsafeBufferPointer(block))
            }
            start = end
        }
        return integers
    }
}

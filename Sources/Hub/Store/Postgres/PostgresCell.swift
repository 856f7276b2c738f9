/// One value of a result as it came; valid while its row is held.
public struct PostgresCell {
    let type: UInt32
    /// Nothing: null.
    let bytes: UnsafeRawBufferPointer?

    /// A big-endian integer that fills the cell exactly.
    func integer<Number: FixedWidthInteger>(_ number: Number.Type) -> Number? {
        guard let bytes, bytes.count == MemoryLayout<Number>.size else { return nil }
        return Number(bigEndian: bytes.loadUnaligned(as: Number.self))
    }

    /// An integer of whichever width the column has.
    var anyInteger: Int64? {
        switch type {
        case PostgresType.int8: integer(Int64.self)
        case PostgresType.int4: integer(Int32.self).map(Int64.init)
        case PostgresType.int2: integer(Int16.self).map(Int64.init)
        default: nil
        }
    }

    /// The elements of a one-dimensional array, or nothing when the cell is none.
    func elements<Element>(_ element: (PostgresCell) -> Element?) -> [Element]? {
        guard let bytes, bytes.count >= 12 else { return nil }
        func word(_ offset: Int) -> Int32 {
            Int32(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Int32.self))
        }
        let dimensions = word(0)
        if dimensions == 0 { return [] }
        guard dimensions == 1, bytes.count >= 20 else { return nil }
        let elementType = UInt32(bitPattern: word(8))
        let count = Int(word(12))
        var result: [Element] = []
        result.reserveCapacity(count)
        var offset = 20
        for _ in 0..<count {
            guard offset + 4 <= bytes.count else { return nil }
            let length = Int(word(offset))
            offset += 4
            let content: UnsafeRawBufferPointer?
            if length < 0 {
                content = nil
            } else {
                guard offset + length <= bytes.count else { return nil }
                content = UnsafeRawBufferPointer(rebasing: bytes[offset..<(offset + length)])
                offset += length
            }
            guard let value = element(PostgresCell(type: elementType, bytes: content)) else { return nil }
            result.append(value)
        }
        return result
    }
}

/// Numbers of one width one after the other, the least significant bit first.
enum BitPacking {
    /// Bytes that `count` numbers of a width take.
    static func byteCount(_ count: Int, width: Int) -> Int { (count * width + 7) / 8 }

    /// Packs the distances from `base`; those that the width does not hold become 0.
    static func write(
        _ residuals: UnsafeBufferPointer<Int64>, base: Int64, width: Int, to writer: inout ByteWriter
    ) {
        if width == 0 { return }
        let mask = width == 64 ? UInt64.max : 1 << UInt64(width) - 1
        var pending: UInt64 = 0
        var pendingBits = 0
        let byteCount = byteCount(residuals.count, width: width)
        let start = writer.bytes.count
        writer.bytes.append(contentsOf: repeatElement(0, count: byteCount + 8))
        writer.bytes.withUnsafeMutableBytes { bytes in
            var offset = start
            for residual in residuals {
                let distance = UInt64(bitPattern: residual &- base)
                let packed = distance <= mask ? distance : 0
                pending |= packed << UInt64(pendingBits)
                let bits = pendingBits + width
                if bits >= 64 {
                    bytes.storeBytes(of: pending.littleEndian, toByteOffset: offset, as: UInt64.self)
                    offset += 8
                    pending = pendingBits == 0 ? 0 : packed >> UInt64(64 - pendingBits)
                    pendingBits = bits - 64
                } else {
                    pendingBits = bits
                }
            }
            bytes.storeBytes(of: pending.littleEndian, toByteOffset: offset, as: UInt64.self)
        }
        writer.bytes.removeLast(8)
    }

    /// Unpacks as many numbers as `output` has, each moved by `base`; `range` has exactly the bytes that they take.
    static func read(
        _ bytes: [UInt8], _ range: Range<Int>, base: Int64, width: Int, into output: UnsafeMutableBufferPointer<Int64>
    ) {
        if width == 0 {
            output.update(repeating: base)
            return
        }
        let mask = width == 64 ? UInt64.max : 1 << UInt64(width) - 1
        bytes.withUnsafeBytes { bytes in
            for index in output.indices {
                let bit = index * width
                let offset = range.lowerBound + bit / 8
                let shift = UInt64(bit % 8)
                let low = word(bytes, offset, range.upperBound)
                var number = low >> shift
                if shift > 0, Int(shift) + width > 64 {
                    number |= word(bytes, offset + 8, range.upperBound) << (64 - shift)
                }
                output[index] = Int64(bitPattern: number & mask) &+ base
            }
        }
    }

    /// Eight bytes at an offset, zeros where they end.
    @inline(__always)
    private static func word(_ bytes: UnsafeRawBufferPointer, _ offset: Int, _ end: Int) -> UInt64 {
        if offset + 8 <= end {
            return UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
        }
        var word: UInt64 = 0
        for place in 0..<max(0, end - offset) { word |= UInt64(bytes[offset + place]) << UInt64(8 * place) }
        return word
    }
}

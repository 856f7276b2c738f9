/// The packed form in which one commit's readings wait in `telemetry_tail`: whole columns, 21 bytes a reading.
///
/// Times (Int64), values (Double), series (UInt32), qualities (UInt8), each little-endian and back to back. It lives
/// for seconds, so it is made to be written fast, not to be small.
package enum TailBlob {
    static let bytesPerReading = 21

    /// Packs the readings of a window from one place on into `buffer`, whose old content is replaced.
    static func pack(_ window: OpenWindow, from start: Int, into buffer: inout [UInt8]) {
        let count = window.count - start
        let size = count * bytesPerReading
        if buffer.count < size { buffer.append(contentsOf: repeatElement(0, count: size - buffer.count)) }
        buffer.withUnsafeMutableBytes { bytes in
            guard let base = bytes.baseAddress, count > 0 else { return }
            base.copyMemory(from: window.times + start, byteCount: count * 8)
            (base + count * 8).copyMemory(from: window.values + start, byteCount: count * 8)
            (base + count * 16).copyMemory(from: window.series + start, byteCount: count * 4)
            (base + count * 20).copyMemory(from: window.qualities + start, byteCount: count)
        }
    }

    /// Calls `body` with each reading of a blob, in order; false when the blob is not one of `count` readings.
    package static func unpack(
        _ bytes: UnsafeRawBufferPointer, count: Int,
        body: (_ series: Int, _ time: Int64, _ value: Double, _ quality: UInt8) -> Void
    ) -> Bool {
        guard count >= 0, bytes.count == count * bytesPerReading else { return false }
        for index in 0..<count {
            body(
                Int(bytes.loadUnaligned(fromByteOffset: count * 16 + index * 4, as: UInt32.self)),
                bytes.loadUnaligned(fromByteOffset: index * 8, as: Int64.self),
                bytes.loadUnaligned(fromByteOffset: count * 8 + index * 8, as: Double.self),
                bytes[count * 20 + index])
        }
        return true
    }
}

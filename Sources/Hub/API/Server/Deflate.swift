internal import CZlib

/// Compression by the system's zlib, one text at a time: nothing is kept between two, so a client costs no memory.
enum Deflate {
    /// What stands around the compressed bytes.
    enum Wrapping: Int32 {
        /// For HTTP (RFC 1952).
        case gzip = 31
        /// For WebSocket messages (RFC 7692).
        case none = -15
    }

    /// Texts below this many bytes are not worth it (operations.md: responses over 1 KB).
    static let worthwhileBytes = 1_024

    /// The compressed bytes; nothing when zlib has no memory.
    static func compress(_ bytes: [UInt8], wrapping: Wrapping) -> [UInt8]? {
        var stream = z_stream()
        guard
            deflateInit2_(
                &stream, 5, Z_DEFLATED, wrapping.rawValue, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
                Int32(MemoryLayout<z_stream>.size)) == Z_OK
        else { return nil }
        defer { deflateEnd(&stream) }
        // A sync flush adds an empty block of 5 bytes to the bound.
        var output = [UInt8](repeating: 0, count: Int(deflateBound(&stream, UInt(bytes.count))) + 16)
        var input = bytes
        let written = input.withUnsafeMutableBufferPointer { source in
            output.withUnsafeMutableBufferPointer { target in
                stream.next_in = source.baseAddress
                stream.avail_in = UInt32(source.count)
                stream.next_out = target.baseAddress
                stream.avail_out = UInt32(target.count)
                _ = deflate(&stream, wrapping == .gzip ? Z_FINISH : Z_SYNC_FLUSH)
                return target.count - Int(stream.avail_out)
            }
        }
        guard stream.avail_in == 0 else { return nil }
        output.removeLast(output.count - written)
        // RFC 7692, 7.2.1: the four bytes of the flush are left out.
        if wrapping == .none, output.suffix(4) == [0, 0, 0xFF, 0xFF] { output.removeLast(4) }
        return output
    }

    /// The bytes of a compressed WebSocket message; nothing when it is broken or has more than `bytesMax`.
    static func decompress(_ bytes: [UInt8], bytesMax: Int) -> [UInt8]? {
        var stream = z_stream()
        guard inflateInit2_(&stream, Wrapping.none.rawValue, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
        else { return nil }
        defer { inflateEnd(&stream) }
        var input = bytes + [0, 0, 0xFF, 0xFF]
        var output = [UInt8](repeating: 0, count: bytesMax + 1)
        let written = input.withUnsafeMutableBufferPointer { source in
            output.withUnsafeMutableBufferPointer { target -> Int? in
                stream.next_in = source.baseAddress
                stream.avail_in = UInt32(source.count)
                stream.next_out = target.baseAddress
                stream.avail_out = UInt32(target.count)
                let result = inflate(&stream, Z_SYNC_FLUSH)
                guard result == Z_OK || result == Z_STREAM_END, stream.avail_in == 0 else { return nil }
                return target.count - Int(stream.avail_out)
            }
        }
        guard let written, written <= bytesMax else { return nil }
        output.removeLast(output.count - written)
        return output
    }
}

/// The bytes of a segment: packed columns, squeezed by zstd.
///
/// Header of 16 bytes: magic `MWSG`, version, three zeros, length of the body and number of values (both 32 bits,
/// little endian); then one zstd frame with a checksum. The body is a head (machines, metrics, units, counts) and the
/// columns. Every value comes back to the bit, also -0 and subnormals.
///
/// Version 2 has decimals of more than 12 places and slips beside them. A segment is written as the oldest version that
/// has what it needs, so that an older hub refuses none in vain.
public enum SegmentCodec {
    static let magic: [UInt8] = Array("MWSG".utf8)

    /// The versions that this end reads.
    public static let versions: ClosedRange<UInt8> = 1...2

    static let headerBytes = 16

    /// The bytes of a content; the same content gives the same bytes.
    ///
    /// About 100 ns a value. Throws for a content that is none: columns of other lengths than their times, times that
    /// fall, values that are not finite, or more of anything than the limits.
    public static func encode(
        _ content: SegmentContent, limits: SegmentLimits = .standard
    ) throws(SegmentEncodingError) -> [UInt8] {
        var encoder = SegmentEncoder(limits: limits)
        let body = try encoder.body(of: content)
        var bytes = magic + [encoder.version, 0, 0, 0]
        append(body.count, to: &bytes)
        append(encoder.values, to: &bytes)
        Zstandard.compress(body, onto: &bytes)
        guard bytes.count <= limits.bytesMax else {
            throw .tooLarge(what: "bytes", count: bytes.count, countMax: limits.bytesMax)
        }
        return bytes
    }

    /// Reads the bytes of a segment.
    ///
    /// Whatever they are, it returns or throws; it never takes more memory than the limits.
    public static func decode(
        _ bytes: [UInt8], limits: SegmentLimits = .standard
    ) throws(SegmentDecodingError) -> SegmentContent {
        guard bytes.count <= limits.bytesMax else {
            throw .tooLarge(what: "bytes", count: bytes.count, countMax: limits.bytesMax)
        }
        guard bytes.prefix(4).elementsEqual(magic.prefix(bytes.count)) else { throw .badMagic }
        guard bytes.count >= headerBytes else { throw .truncated }
        guard versions.contains(bytes[4]), bytes[5] == 0, bytes[6] == 0, bytes[7] == 0 else {
            throw .versionUnsupported(bytes[4])
        }
        let length = number(in: bytes, at: 8)
        let values = number(in: bytes, at: 12)
        guard length <= limits.uncompressedBytesMax else {
            throw .tooLarge(what: "bytes when expanded", count: length, countMax: limits.uncompressedBytesMax)
        }
        guard values <= limits.valuesMax else {
            throw .tooLarge(what: "values", count: values, countMax: limits.valuesMax)
        }
        var decoder = SegmentDecoder(
            body: try expand(bytes[headerBytes...], length: length), values: values, version: bytes[4])
        return try decoder.content(limits: limits)
    }

    /// What the header of a segment says that it expands to; nothing where decoding would not expand it.
    static func sizes(of bytes: [UInt8], limits: SegmentLimits = .standard) -> (bytes: Int, values: Int)? {
        guard bytes.count >= headerBytes, bytes.count <= limits.bytesMax, bytes.prefix(4).elementsEqual(magic) else {
            return nil
        }
        let (length, values) = (number(in: bytes, at: 8), number(in: bytes, at: 12))
        guard length <= limits.uncompressedBytesMax, values <= limits.valuesMax else { return nil }
        return (length, values)
    }

    private static func expand(
        _ bytes: ArraySlice<UInt8>, length: Int
    ) throws(SegmentDecodingError) -> [UInt8] {
        do {
            return try Zstandard.decompress(bytes, length: length)
        } catch {
            switch error {
            case .truncated: throw .truncated
            case .lengthMismatch: throw .lengthMismatch
            case .corrupt: throw .corrupt
            }
        }
    }

    private static func append(_ number: Int, to bytes: inout [UInt8]) {
        for shift in stride(from: 0, to: 32, by: 8) { bytes.append(UInt8(truncatingIfNeeded: number >> shift)) }
    }

    private static func number(in bytes: [UInt8], at offset: Int) -> Int {
        (offset..<offset + 4).reversed().reduce(0) { $0 << 8 | Int(bytes[$1]) }
    }
}

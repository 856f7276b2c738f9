/// The header of a frame and the compression of its body.
enum FrameBody {
    enum Kind: UInt8 {
        case request = 1
        case answer = 2
    }

    static let headerBytes = 12
    private static let magic: [UInt8] = Array("MWSY".utf8)

    static func encode(
        kind: Kind, limits: FrameLimits, message: () throws -> [UInt8]
    ) throws(RoundFrameError) -> [UInt8] {
        guard let body = try? message() else { throw .notAMessage }
        guard body.count <= limits.uncompressedBytesMax else {
            throw .expandsTooMuch(bytes: body.count, bytesMax: limits.uncompressedBytesMax)
        }
        var frame = magic
        frame.append(contentsOf: [RoundFrame.version, 0, kind.rawValue, 0])
        let length = UInt32(body.count)
        for shift in stride(from: 0, to: 32, by: 8) { frame.append(UInt8(truncatingIfNeeded: length >> UInt32(shift))) }
        Zstandard.compress(body, onto: &frame)
        guard frame.count <= limits.bytesMax else { throw .tooLarge(bytes: frame.count, bytesMax: limits.bytesMax) }
        return frame
    }

    static func decode(_ frame: [UInt8], kind: Kind, limits: FrameLimits) throws(RoundFrameError) -> [UInt8] {
        guard frame.count <= limits.bytesMax else { throw .tooLarge(bytes: frame.count, bytesMax: limits.bytesMax) }
        guard frame.prefix(4).elementsEqual(magic.prefix(frame.count)) else { throw .badMagic }
        guard frame.count >= headerBytes else { throw .truncated }
        guard RoundFrame.versions.contains(frame[4]) else { throw .versionUnsupported(frame[4]) }
        guard frame[5] == 0, frame[7] == 0 else { throw .flagsUnknown(frame[5] | frame[7]) }
        guard frame[6] == kind.rawValue else { throw .wrongKind(frame[6]) }
        let length = (8..<12).reversed().reduce(0) { $0 << 8 | Int(frame[$1]) }
        guard length <= limits.uncompressedBytesMax else {
            throw .expandsTooMuch(bytes: length, bytesMax: limits.uncompressedBytesMax)
        }
        do {
            return try Zstandard.decompress(frame[headerBytes...], length: length)
        } catch {
            switch error {
            case .truncated: throw .truncated
            case .lengthMismatch: throw .lengthMismatch
            case .corrupt: throw .corrupt
            }
        }
    }
}

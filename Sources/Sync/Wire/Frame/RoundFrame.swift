internal import SwiftProtobuf

/// The envelope in which rounds travel: a header of 12 bytes and a zstd frame with one protobuf message.
///
/// Header: magic `MWSY`, version, flags (none yet, 0), kind (1 request, 2 answer), 0, uncompressed length (little
/// endian). Decoding checks size, version, counts and lengths before it allocates; hostile bytes lead to an error,
/// never to a trap.
public enum RoundFrame {
    /// The version that this end writes.
    public static let version: UInt8 = 1

    /// The versions that this end reads: the current and the two before it.
    public static let versions: ClosedRange<UInt8> = 1...1

    /// The version of the messages, which rises with the meaning of fields.
    ///
    /// 1: events, telemetry, live values. 2: documents, commands, the downlink, verdicts, re-labelled records.
    public static let protocolVersion: UInt32 = 2

    /// The versions of the messages that this end understands: the current and the two before it.
    public static let protocolVersions: ClosedRange<UInt32> = 1...2

    /// What an answer to a peer is written as: the newest that both understand; nothing for a peer too old.
    public static func protocolVersion(for peer: UInt32) -> UInt32? {
        let version = min(peer, protocolVersion)
        return protocolVersions.contains(version) ? version : nil
    }

    /// The content type of a frame in HTTP.
    public static let contentType = "application/vnd.millwright.sync"

    /// A request as it travels.
    ///
    /// Throws when it is larger than the limits, so that it is never sent in vain.
    public static func encode(
        _ request: RoundRequest, limits: FrameLimits = .standard
    ) throws(RoundFrameError) -> [UInt8] {
        try FrameBody.encode(kind: .request, limits: limits) { try ProtoRoundRequest(request).serializedBytes() }
    }

    /// An answer as it travels.
    ///
    /// Throws when it is larger than the limits.
    public static func encode(
        _ answer: RoundAnswer, limits: FrameLimits = .standard
    ) throws(RoundFrameError) -> [UInt8] {
        try FrameBody.encode(kind: .answer, limits: limits) { try ProtoRoundAnswer(answer).serializedBytes() }
    }

    /// Reads a request; throws with a code of its own for each way in which the bytes can be wrong.
    public static func decodeRequest(
        _ bytes: [UInt8], limits: FrameLimits = .standard
    ) throws(RoundFrameError) -> RoundRequest {
        let body = try FrameBody.decode(bytes, kind: .request, limits: limits)
        try MessageCensus.ofRequest(limits).check(body)
        guard let message = try? ProtoRoundRequest(serializedBytes: body) else { throw .notAMessage }
        let request = try RoundRequest(message)
        try SegmentSizes(of: request.segments).check(limits)
        return request
    }

    /// Reads an answer; throws with a code of its own for each way in which the bytes can be wrong.
    public static func decodeAnswer(
        _ bytes: [UInt8], limits: FrameLimits = .standard
    ) throws(RoundFrameError) -> RoundAnswer {
        let body = try FrameBody.decode(bytes, kind: .answer, limits: limits)
        try MessageCensus.ofAnswer(limits).check(body)
        guard let message = try? ProtoRoundAnswer(serializedBytes: body) else { throw .notAMessage }
        return try RoundAnswer(message)
    }
}

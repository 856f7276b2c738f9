public import SyncWire
public import Telemetry

/// The running SHA-256 over the records of a strict stream: E, D, or the hub's downlink.
///
/// It finds a restored copy that grew past its old peer, which cursors alone miss. One step hashes the chain before,
/// seq (8 bytes, big endian), kind (2 bytes, big endian), the length of the payload (4 bytes, big endian), the payload.
public enum EventChain {
    /// The strict streams; each chain starts from another digest, so that records never pass from one to another.
    public enum Stream: String, Sendable, CaseIterable {
        case events
        case documents
        case downlink
    }

    /// The chain before the first record of an incarnation's stream.
    public static func start(of incarnation: IncarnationID, stream: Stream = .events) -> Digest {
        Digest(of: Array("millwright.sync.v1 \(stream.rawValue)".utf8) + incarnation.unique.bytes)
    }

    /// The chain after one more record.
    public static func next(previous: Digest, seq: UInt64, kind: EventKind, payload: [UInt8]) -> Digest {
        var hashed = previous.bytes
        hashed.reserveCapacity(Digest.byteCount + 14 + payload.count)
        append(seq, bytes: 8, to: &hashed)
        append(UInt64(kind.rawValue), bytes: 2, to: &hashed)
        append(UInt64(payload.count), bytes: 4, to: &hashed)
        hashed.append(contentsOf: payload)
        return Digest(of: hashed)
    }

    /// The chain after one more record.
    public static func next(previous: Digest, record: EventRecord) -> Digest {
        next(previous: previous, seq: record.seq, kind: record.kind, payload: record.payload)
    }

    private static func append(_ number: UInt64, bytes: Int, to hashed: inout [UInt8]) {
        for index in (0..<bytes).reversed() { hashed.append(UInt8(truncatingIfNeeded: number >> UInt64(8 * index))) }
    }
}

extension EventBatch {
    /// A batch of records that follow the chain `chainBefore`.
    public init(records: [EventRecord], following chainBefore: Digest) {
        let after = records.reduce(chainBefore) { EventChain.next(previous: $0, record: $1) }
        self.init(chainBefore: chainBefore, chainAfter: after, records: records)
    }
}

public import SyncWire
public import Telemetry

/// Something that an incarnation sent which does not speak for its agent, as it came.
public enum ApartRecord: Sendable {
    /// A record of stream E, with its own running digest last among its names.
    case event(EventRecord, names: [RecordOrigin], receivedAt: Timestamp)
    /// A segment of stream T.
    case segment(SegmentRecord)
}

extension [ApartRecord] {
    /// The records in their order, cut where the segments of a part would expand to more than those of a round may.
    ///
    /// They came in many rounds, each of which was within that bound.
    public func parts(_ limits: FrameLimits = .standard) -> [[ApartRecord]] {
        var parts: [[ApartRecord]] = []
        var part: [ApartRecord] = []
        var sizes = SegmentSizes()
        for record in self {
            if case .segment(let segment) = record {
                sizes.add(segment.payload)
                if !sizes.fits(limits), !part.isEmpty {
                    parts.append(part)
                    part = []
                    sizes = SegmentSizes(of: [segment])
                }
            }
            part.append(record)
        }
        return part.isEmpty ? parts : parts + [part]
    }
}

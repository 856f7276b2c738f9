internal import Runtime
internal import SyncWire

/// What to do with each segment of a round.
enum SegmentPlanner {
    /// Steps in the order of the round; a segment that stands in it twice is compared with itself.
    ///
    /// A segment made of others is not taken where one of those is known: its readings would be counted twice. What it
    /// stands for is known from then on, under its digest, so that one that comes late is a collision.
    static func steps(
        _ segments: [InspectedRound.Segment], known: [UInt64: Digest], hold: Hold?
    ) -> [RoundDecision.Segment] {
        var seen = known
        return segments.map { segment in
            let record = segment.record
            if let existing = seen[record.seq] {
                let step: RoundDecision.SegmentStep =
                    existing == record.digest ? .duplicate : .collide(existing: existing)
                return RoundDecision.Segment(record: record, step: step)
            }
            if let hold { return RoundDecision.Segment(record: record, step: .hold(hold)) }
            seen[record.seq] = record.digest
            if let original = record.thinnedFrom.first(where: { seen[$0] != nil }), !planted(.originalsForgotten) {
                return RoundDecision.Segment(record: record, step: .quarantine(.originalStored(seq: original)))
            }
            switch segment.content {
            case .success(let content):
                for original in record.thinnedFrom { seen[original] = record.digest }
                return RoundDecision.Segment(record: record, step: .store(content))
            case .failure(let rejection): return RoundDecision.Segment(record: record, step: .quarantine(rejection))
            }
        }
    }
}

extension RoundDecision.Segment {
    /// What the answer says of it.
    var outcome: SegmentOutcome {
        switch step {
        case .store: SegmentOutcome(seq: record.seq, kind: .stored)
        case .duplicate: SegmentOutcome(seq: record.seq, kind: .duplicate)
        case .collide: SegmentOutcome(seq: record.seq, kind: .collision, code: "SEGMENT_COLLISION")
        case .quarantine(let rejection): SegmentOutcome(seq: record.seq, kind: .quarantined, code: rejection.code)
        case .hold:
            SegmentOutcome(
                seq: record.seq, kind: planted(.holdAcknowledges) ? .stored : .deferred, code: "OVER_QUOTA")
        }
    }
}

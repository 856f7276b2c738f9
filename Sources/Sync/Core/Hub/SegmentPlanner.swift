internal import SyncWire

/// What to do with each segment of a round.
enum SegmentPlanner {
    /// Steps in the order of the round; a segment that stands in it twice is compared with itself.
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
            switch segment.content {
            case .success(let content): return RoundDecision.Segment(record: record, step: .store(content))
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
        case .hold: SegmentOutcome(seq: record.seq, kind: .deferred, code: "OVER_QUOTA")
        }
    }
}

internal import Runtime
public import SyncWire

/// What to do with each of some segments, by what the hub has of the agent.
public enum SegmentPlanner {
    /// Steps in the order of the round; a segment that stands in it twice is compared with itself.
    ///
    /// `known`: the digests under which the speaker's own numbers are known, those of `SharedPast.numbers`. A segment
    /// made of others is taken where those are here themselves, and then without their readings (`SharedReadings`); not
    /// where aggregates stand for them, because those cannot be taken apart. What it stands for is known from then on,
    /// so that one that comes late is a duplicate, or a collision where it was folded.
    public static func steps(
        _ segments: [InspectedRound.Segment], known: [UInt64: Digest], shared: SharedPast, hold: Hold?
    ) -> [RoundDecision.Segment] {
        var seen = known
        return segments.map { segment in
            let record = segment.record
            let step = stepOfKnown(record, seen, shared) ?? hold.map { .hold($0) } ?? stepOfNew(segment, seen, shared)
            let isPartlyKnown = record.isPartlyKnown(seen, shared)
            switch step {
            case .store(let content):
                for original in record.originals where seen[original.seq] == nil {
                    seen[original.seq] = content.isFolded ? record.digest : original.digest ?? record.digest
                }
                seen[record.seq] = record.digest
            case .quarantine, .duplicate: seen[record.seq] = record.digest
            case .collide, .hold: break
            }
            return RoundDecision.Segment(record: record, step: step, isPartlyKnown: isPartlyKnown)
        }
    }

    /// What comes of a segment that the hub has heard of; nothing for one that it has not.
    private static func stepOfKnown(
        _ record: SegmentRecord, _ seen: [UInt64: Digest], _ shared: SharedPast
    ) -> RoundDecision.SegmentStep? {
        if let existing = seen[record.seq] {
            return existing == record.digest ? .duplicate : .collide(existing: existing)
        }
        let name = SegmentReference(seq: record.seq, digest: record.digest)
        if shared.isStored(name) { return .duplicate }
        return shared.replaced[name].map { .collide(existing: $0) }
    }

    private static func stepOfNew(
        _ segment: InspectedRound.Segment, _ seen: [UInt64: Digest], _ shared: SharedPast
    ) -> RoundDecision.SegmentStep {
        if let replaced = segment.record.replacedOriginal(seen, shared) {
            return .quarantine(.originalReplaced(seq: replaced.seq))
        }
        switch segment.content {
        case .success(let content): return .store(content)
        case .failure(let rejection): return .quarantine(rejection)
        }
    }
}

extension SegmentRecord {
    /// The first segment that it is made of in whose place the hub has another one; `known` as for a round.
    public func replacedOriginal(_ known: [UInt64: Digest], _ shared: SharedPast) -> SegmentReference? {
        originals.first { original in known[original.seq].map { $0 != original.digest } ?? shared.isReplaced(original) }
    }

    /// Whether the hub has one of the segments that it is made of.
    public func isPartlyKnown(_ known: [UInt64: Digest], _ shared: SharedPast) -> Bool {
        originals.contains { known[$0.seq] != nil || shared.isStored($0) }
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

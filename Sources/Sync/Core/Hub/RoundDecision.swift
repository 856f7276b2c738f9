public import SyncWire

/// What the hub does with a round, inside its transaction.
public struct RoundDecision: Sendable, Equatable {
    /// What to do with one segment.
    public enum SegmentStep: Sendable, Equatable {
        /// Insert the guard row and the readings.
        case store(SegmentContent)
        /// The hub has it; nothing to do.
        case duplicate
        /// Keep it apart and report it: the hub has another digest under its seq.
        case collide(existing: Digest)
        /// Insert the guard row, and the bytes into the quarantine.
        case quarantine(SegmentRejection)
        /// Not now; the agent sends it again.
        case hold(Hold)
    }

    /// One segment of the round, in its order.
    public struct Segment: Sendable, Equatable {
        /// As it came in the round.
        public var record: SegmentRecord
        /// Also says what the agent is told of it (`outcome`).
        public var step: SegmentStep
        /// Whether segments that it is made of are here as they were: their readings are not to be taken again.
        public var isPartlyKnown: Bool
        /// Whether another branch of the folder may have sent readings of the same time under the same name.
        public var isDoubted = false

        /// A segment and what to do with it.
        public init(record: SegmentRecord, step: SegmentStep, isPartlyKnown: Bool = false) {
            self.record = record
            self.step = step
            self.isPartlyKnown = isPartlyKnown
        }
    }

    /// Events to take in, in order: to carry out, or into the quarantine where the payload cannot be read.
    public var events: [InspectedRound.Event]
    /// How many events the hub had already.
    public var duplicateEvents: Int
    /// The cursor after this round, to be written with it.
    public var cursor: EventCursor
    /// Why no event was taken.
    public var eventRefusal: EventRefusal?
    /// Patches of stream D to apply, in order, or to put into the quarantine.
    public var documents: [InspectedRound.Document]
    /// How many records of stream D the hub had already.
    public var duplicateDocuments: Int
    /// The cursor of stream D after this round; nothing for an agent that has no documents.
    public var documentCursor: EventCursor?
    /// Why no record of stream D was taken.
    public var documentRefusal: EventRefusal?
    /// All of the round, in their order.
    public var segments: [Segment]
    /// What the agent's resume token says of its folder.
    public var resume: ResumeCheck
    /// When of the incarnation's readings another branch may have sent some, after this round.
    public var doubt = SegmentDoubt()
    /// The folder is an old one or a copy: nothing of the round is taken, and the agent is told to re-label it.
    public var verdict: Verdict? = nil
    /// Those that hold a stream back now; the answer says them to the agent.
    public var holds: [Hold]

    /// The newest segment that the hub has after the round, of those in it; 0 for none.
    public var newestSegment: UInt64 {
        segments.reduce(0) { newest, segment in
            if case .hold = segment.step { newest } else { max(newest, segment.record.seq) }
        }
    }

    /// Takes in what is known of the cursor's doubt: marks the segments that it concerns, and adds them to it.
    mutating func hold(against doubt: SegmentDoubt) {
        var taken: [ClosedRange<Int64>] = []
        for (index, segment) in segments.enumerated() {
            guard case .store(let content) = segment.step, let times = content.timeRange else { continue }
            segments[index].isDoubted = doubt.doubted.overlaps(times)
            taken.append(times)
        }
        self.doubt = doubt.taken(taken)
    }

    /// Whether anything is to be written.
    public var changesAnything: Bool {
        !events.isEmpty || !documents.isEmpty
            || segments.contains {
                switch $0.step {
                case .store, .quarantine, .collide: true
                case .duplicate, .hold: false
                }
            }
    }
}

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
        public var record: SegmentRecord
        public var step: SegmentStep

        public init(record: SegmentRecord, step: SegmentStep) {
            self.record = record
            self.step = step
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
    public var segments: [Segment]
    public var resume: ResumeCheck
    public var holds: [Hold]

    /// Whether anything is to be written.
    public var changesAnything: Bool {
        !events.isEmpty
            || segments.contains {
                switch $0.step {
                case .store, .quarantine, .collide: true
                case .duplicate, .hold: false
                }
            }
    }
}

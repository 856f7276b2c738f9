public import Telemetry

/// One life of an agent's database, as the hub knows it.
public struct AgentIncarnation: Sendable, Equatable {
    /// How far one of its streams is stored.
    public struct Cursor: Sendable, Equatable {
        /// `events`, `documents`, `downlink`.
        public var stream: String
        /// The newest record.
        public var seq: Int64
        /// When it moved last.
        public var movedAt: Timestamp

        /// A cursor by its parts.
        public init(stream: String, seq: Int64, movedAt: Timestamp) {
            self.stream = stream
            self.seq = seq
            self.movedAt = movedAt
        }
    }

    /// What it sent that is kept apart.
    public struct Apart: Sendable, Equatable {
        /// Records of stream E.
        public var events: Int64
        /// Segments of stream T.
        public var segments: Int64
        /// Measured readings in the segments.
        public var readings: Int64
        /// Of both, as they came.
        public var bytes: Int64

        /// Four numbers, as counted.
        public init(events: Int64, segments: Int64, readings: Int64, bytes: Int64) {
            self.events = events
            self.segments = segments
            self.readings = readings
            self.bytes = bytes
        }
    }

    /// Its id.
    public var id: IncarnationID
    /// `CURRENT`, `TRIAL`, `APART`, `ENDED`, `REJECTED`.
    public var standing: String
    /// The one that it was re-labelled from.
    public var predecessor: IncarnationID?
    /// Whether the agent said that another incarnation follows this one: then that one has its tail.
    public var hasSuccessor: Bool
    /// Software and version that it said last.
    public var software: String
    /// When it was heard first.
    public var beganAt: Timestamp?
    /// When it was heard last.
    public var heardAt: Timestamp?
    /// When another one took its place; nothing while none has.
    public var endedAt: Timestamp?
    /// The person who adopted or rejected it.
    public var decidedBy: String?
    /// When that was decided.
    public var decidedAt: Timestamp?
    /// The newest segment that came in.
    public var newestSegment: Int64
    /// How far its strict streams came in.
    public var cursors: [Cursor]
    /// What it sent that is kept apart.
    public var apart: Apart

    /// An incarnation as it was read.
    public init(
        id: IncarnationID, standing: String, predecessor: IncarnationID?, hasSuccessor: Bool, software: String,
        beganAt: Timestamp?, heardAt: Timestamp?, endedAt: Timestamp?, decidedBy: String?, decidedAt: Timestamp?,
        newestSegment: Int64, cursors: [Cursor], apart: Apart
    ) {
        self.id = id
        self.standing = standing
        self.predecessor = predecessor
        self.hasSuccessor = hasSuccessor
        self.software = software
        self.beganAt = beganAt
        self.heardAt = heardAt
        self.endedAt = endedAt
        self.decidedBy = decidedBy
        self.decidedAt = decidedAt
        self.newestSegment = newestSegment
        self.cursors = cursors
        self.apart = apart
    }
}

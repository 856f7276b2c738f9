public import Telemetry

/// What the hub has of one machine's hour, and why not all of it.
public struct MachineHour: Sendable, Equatable {
    /// How much of what was measured is here.
    public enum State: String, Sendable, CaseIterable {
        /// Everything that the agent took.
        case complete
        /// Some readings are only in aggregates.
        case thinned
        /// Some or all readings are not here and will not come.
        case missing
        /// More may come, or nobody knows.
        case unknown
    }

    /// One reason why an hour is not complete.
    public struct Reason: Sendable, Equatable {
        /// An upper-case word, as `DROPPED`.
        public var reason: String
        /// How many readings of the machine; nothing where nobody counted them.
        public var readings: Int?
        /// How many of all machines of its agent together, where nobody counted them by machine.
        public var readingsOfAgent: Int?
        /// The first moment that it is about.
        public var from: Timestamp
        /// The last moment that it is about.
        public var to: Timestamp
        /// The width of the aggregates that are here instead.
        public var thinnedToSeconds: Int?

        /// A reason by its parts.
        public init(
            reason: String, readings: Int?, readingsOfAgent: Int? = nil, from: Timestamp, to: Timestamp,
            thinnedToSeconds: Int? = nil
        ) {
            self.reason = reason
            self.readings = readings
            self.readingsOfAgent = readingsOfAgent
            self.from = from
            self.to = to
            self.thinnedToSeconds = thinnedToSeconds
        }
    }

    /// When it begins.
    public var hour: Timestamp
    /// How much is here.
    public var state: State
    /// Readings that are here as they were measured.
    public var readings: Int
    /// Readings that the machine's metrics would give at their intervals; nothing when no interval is known.
    public var expected: Int?
    /// Why not more, in order of time; none when it is complete.
    public var reasons: [Reason]

    /// An hour by its parts.
    public init(hour: Timestamp, state: State, readings: Int, expected: Int?, reasons: [Reason]) {
        self.hour = hour
        self.state = state
        self.readings = readings
        self.expected = expected
        self.reasons = reasons
    }
}

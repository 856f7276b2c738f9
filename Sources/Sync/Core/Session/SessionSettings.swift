/// How an agent paces its rounds.
public struct SessionSettings: Sendable {
    /// From the start of one round to that of the next while nothing presses.
    public var intervalSeconds: Double
    /// Events and segments of one round together, at most; a slow link makes it less.
    public var roundBytesMax: Int
    /// Events in one round, at most; the hub's credit may make it less.
    public var roundEventsMax: Int
    /// Records of stream D in one round, at most; the hub's credit may make it less.
    public var roundDocumentsMax: Int
    /// Segments in one round, at most; the hub's credit may make it less.
    public var roundSegmentsMax: Int
    /// The part of a round's bytes that stays with stream T however much there is of E.
    public var telemetryFloor: Double
    /// How long one round may take until it has failed as timed out.
    public var roundDeadlineSeconds: Double
    /// The most that the first failure of a row is waited for; the wait is drawn from 0 up to it.
    public var backoffFirstSeconds: Double
    /// Each further failure doubles the most that is waited for, up to this.
    public var backoffMaxSeconds: Double
    /// A new critical event ends a back-off of ours, but not one that the hub asked for, this long after the last try.
    public var criticalRetrySeconds: Double
    /// The hub counts as unreachable after so many failures in a row, or after so long without an answer.
    public var unreachableAfterFailures: Int
    /// From the sending of the first round that brought no sign of the hub.
    public var unreachableAfterSeconds: Double
    /// A hub that answers while nothing moves, though something could, is reported after so long.
    public var stallAfterSeconds: Double
    /// How long a session that was stopped with a code waits until it asks the hub again.
    public var stoppedRetrySeconds: Double
    /// A hub's clock further ahead than this is not adopted.
    public var clockAheadMaxSeconds: Double
    /// Of the table by which the agent merges documents; 0: none.
    public var policyVersion: UInt32
    /// The agent's software and version.
    public var software: String

    /// Settings with the defaults of agents; only the software has none.
    public init(
        intervalSeconds: Double = 2, roundBytesMax: Int = 2 << 20, roundEventsMax: Int = 4_096,
        roundDocumentsMax: Int = 1_024, roundSegmentsMax: Int = 256, telemetryFloor: Double = 0.1,
        roundDeadlineSeconds: Double = 30,
        backoffFirstSeconds: Double = 1, backoffMaxSeconds: Double = 300, criticalRetrySeconds: Double = 5,
        unreachableAfterFailures: Int = 3, unreachableAfterSeconds: Double = 15, stallAfterSeconds: Double = 60,
        stoppedRetrySeconds: Double = 300, clockAheadMaxSeconds: Double = 300,
        policyVersion: UInt32 = PolicyTable.standard.version, software: String
    ) {
        self.intervalSeconds = intervalSeconds
        self.roundBytesMax = roundBytesMax
        self.roundEventsMax = roundEventsMax
        self.roundDocumentsMax = roundDocumentsMax
        self.roundSegmentsMax = roundSegmentsMax
        self.telemetryFloor = telemetryFloor
        self.roundDeadlineSeconds = roundDeadlineSeconds
        self.backoffFirstSeconds = backoffFirstSeconds
        self.backoffMaxSeconds = backoffMaxSeconds
        self.criticalRetrySeconds = criticalRetrySeconds
        self.unreachableAfterFailures = unreachableAfterFailures
        self.unreachableAfterSeconds = unreachableAfterSeconds
        self.stallAfterSeconds = stallAfterSeconds
        self.stoppedRetrySeconds = stoppedRetrySeconds
        self.clockAheadMaxSeconds = clockAheadMaxSeconds
        self.policyVersion = policyVersion
        self.software = software
    }
}

public import Telemetry

/// What one message said: the readings of one machine at one time.
///
/// Reused from message to message, so that the steady state allocates nothing.
public struct DecodedReadings: Sendable {
    /// One metric's value, already in the metric's unit.
    public struct Reading: Sendable, Equatable {
        /// The metric's slot in `TopicRouter.machines[machine].slots`.
        public var slot: Int
        /// In the metric's unit, within its range, and finite.
        public var value: Double
        /// `good` when the message says nothing about it.
        public var quality: Quality

        /// A reading by its three parts; nothing is checked here.
        public init(slot: Int, value: Double, quality: Quality) {
            self.slot = slot
            self.value = value
            self.quality = quality
        }
    }

    /// The index in `TopicRouter.machines`.
    public internal(set) var machine = 0
    /// Of all readings of the message; microseconds since 1970, UTC.
    public internal(set) var time = Timestamp(microseconds: 0)
    /// Whether the device sent the time; else it is the arrival's.
    public internal(set) var hasDeviceTime = false
    /// At most one for each metric, in no fixed order.
    public internal(set) var readings: [Reading] = []
    /// Metrics of a message of several that were not taken while others were; it belongs in the quarantine as well.
    public internal(set) var rejections: [IngestRejection] = []
    /// Keys of a message of several metrics that are no metric of the machine's profile.
    public internal(set) var ignoredKeys = 0

    /// Empty, with room for 64 readings before it allocates.
    public init() {
        readings.reserveCapacity(64)
    }

    mutating func reset(machine: Int) {
        self.machine = machine
        hasDeviceTime = false
        ignoredKeys = 0
        readings.removeAll(keepingCapacity: true)
        if !rejections.isEmpty { rejections.removeAll(keepingCapacity: true) }
    }
}

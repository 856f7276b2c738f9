/// What the next round takes out of the agent's store.
///
/// Gather events first, oldest first from `eventsAfter`; then segments, newest first, into `telemetryBytes(…)`; then
/// the live values. A batch takes one record more than its bytes when it would be empty otherwise,
/// so that nothing is stuck.
public struct RoundPlan: Sendable, Equatable {
    /// To be handed back with what was gathered; another round's is ignored.
    public var round: UInt64
    /// Events with a seq above this one; nothing: no events in this round.
    public var eventsAfter: UInt64?
    /// Payloads of events together; one event may go beyond it.
    public var eventBytesMax: Int
    /// How many events at most, by the settings and by the hub's credit.
    public var eventsMax: Int
    /// 0: no segments in this round.
    public var segmentsMax: Int
    /// What segments may take when there are no events.
    public var telemetryBytesMax: Int
    /// What segments may take however many events there are.
    public var telemetryBytesMin: Int
    /// Bytes of events and segments together.
    public var bytesMax: Int
    /// Whether live values go along.
    public var takesLive: Bool

    /// A plan by its parts; the session makes it from its settings, the link and the hub's credits.
    public init(
        round: UInt64, eventsAfter: UInt64?, eventBytesMax: Int, eventsMax: Int, segmentsMax: Int,
        telemetryBytesMax: Int, telemetryBytesMin: Int, bytesMax: Int, takesLive: Bool
    ) {
        self.round = round
        self.eventsAfter = eventsAfter
        self.eventBytesMax = eventBytesMax
        self.eventsMax = eventsMax
        self.segmentsMax = segmentsMax
        self.telemetryBytesMax = telemetryBytesMax
        self.telemetryBytesMin = telemetryBytesMin
        self.bytesMax = bytesMax
        self.takesLive = takesLive
    }

    /// How many bytes of segments go along when the events took `eventBytes`.
    public func telemetryBytes(afterEventBytes eventBytes: Int) -> Int {
        max(telemetryBytesMin, min(telemetryBytesMax, bytesMax - eventBytes))
    }

    /// How many of the segments, whose sizes are given newest first, go along into `bytes`;
    /// at least one if there is one.
    public func segmentCount(sizes: some Sequence<Int>, bytes: Int) -> Int {
        var taken = 0
        var total = 0
        for size in sizes {
            guard taken < segmentsMax, taken == 0 || total + size <= bytes else { break }
            taken += 1
            total += size
        }
        return taken
    }
}

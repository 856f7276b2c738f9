/// What the next round takes out of the agent's store.
///
/// Gather the strict streams first, oldest records first: events from `eventsAfter`, documents from `documentsAfter`,
/// in the order that `takesDocumentsFirst` says; then segments, newest first, into `telemetryBytes(…)`; then the live
/// values. Documents that were changed and are in no record yet become records before documents are gathered. A batch
/// takes one record more than its bytes when it would be empty otherwise, so that nothing is stuck.
public struct RoundPlan: Sendable, Equatable {
    /// To be handed back with what was gathered; another round's is ignored.
    public var round: UInt64
    /// Events with a seq above this one; nothing: no events in this round.
    public var eventsAfter: UInt64?
    /// Payloads of events together; one event may go beyond it.
    public var eventBytesMax: Int
    /// How many events at most, by the settings and by the hub's credit.
    public var eventsMax: Int
    /// Records of stream D with a seq above this one; nothing: no documents in this round.
    public var documentsAfter: UInt64?
    /// Payloads of documents together; one record may go beyond it.
    public var documentBytesMax: Int
    /// How many records of stream D at most, by the settings and by the hub's credit.
    public var documentsMax: Int
    /// A safety field waits and no critical event does: documents are gathered before events.
    public var takesDocumentsFirst: Bool
    /// 0: no segments in this round.
    public var segmentsMax: Int
    /// What segments may take when there are no events.
    public var telemetryBytesMax: Int
    /// What segments may take however many events there are.
    public var telemetryBytesMin: Int
    /// Bytes of events, documents and segments together.
    public var bytesMax: Int
    /// Whether live values go along.
    public var takesLive: Bool
    /// Of how many machines at most, by the hub's credit.
    public var liveMachinesMax: Int

    /// A plan by its parts; the session makes it from its settings, the link and the hub's credits.
    public init(
        round: UInt64, eventsAfter: UInt64?, eventBytesMax: Int, eventsMax: Int, documentsAfter: UInt64? = nil,
        documentBytesMax: Int = 0, documentsMax: Int = 0, takesDocumentsFirst: Bool = false, segmentsMax: Int,
        telemetryBytesMax: Int, telemetryBytesMin: Int, bytesMax: Int, takesLive: Bool,
        liveMachinesMax: Int = .max
    ) {
        self.round = round
        self.eventsAfter = eventsAfter
        self.eventBytesMax = eventBytesMax
        self.eventsMax = eventsMax
        self.documentsAfter = documentsAfter
        self.documentBytesMax = documentBytesMax
        self.documentsMax = documentsMax
        self.takesDocumentsFirst = takesDocumentsFirst
        self.segmentsMax = segmentsMax
        self.telemetryBytesMax = telemetryBytesMax
        self.telemetryBytesMin = telemetryBytesMin
        self.bytesMax = bytesMax
        self.takesLive = takesLive
        self.liveMachinesMax = liveMachinesMax
    }

    /// How many bytes of the second of the strict streams go along when the first one took `firstBytes`, and may take
    /// `ownMax` by itself: what is left, but never less than a tenth, so that neither starves the other.
    public func strictBytes(afterFirstBytes firstBytes: Int, ownMax: Int) -> Int {
        let room = max(bytesMax - telemetryBytesMin, 0)
        return min(ownMax, max(room - firstBytes, room / 10))
    }

    /// How many bytes of segments go along when events and documents took `strictBytes`.
    public func telemetryBytes(afterStrictBytes strictBytes: Int) -> Int {
        max(telemetryBytesMin, min(telemetryBytesMax, bytesMax - strictBytes))
    }

    /// How many of the segments, whose sizes are given newest first, go along into `bytes` and `readingsMax`;
    /// at least one if there is one.
    public func segmentCount(sizes: some Sequence<(bytes: Int, readings: Int)>, bytes: Int) -> Int {
        var taken = 0
        var total = (bytes: 0, readings: 0)
        for size in sizes {
            total.bytes += size.bytes
            total.readings += size.readings
            guard taken < segmentsMax, taken == 0 || (total.bytes <= bytes && total.readings <= Self.readingsMax) else {
                break
            }
            taken += 1
        }
        return taken
    }

    /// Readings and derived values in the segments of one round, but for a single one that has more.
    ///
    /// Values that never change take hardly a byte on the wire, so that bytes alone would not bound what the hub has to
    /// expand at once; 2 MiB of usual readings are 1.2 million (`FrameLimits.segmentValuesMax`).
    public static let readingsMax = 1 << 20
}

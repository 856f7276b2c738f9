public import SyncCore
internal import SyncWire
public import Telemetry

extension AgentStore {
    /// Takes out of the store what the next round carries: events first, then segments newest first.
    ///
    /// Live values are the caller's. A segment that turns out damaged is struck off and left out.
    public func contents(of plan: RoundPlan, at now: Timestamp) throws(StoreError) -> RoundContents {
        var contents = RoundContents(
            events: [], chainBefore: acknowledgedEvents.chain, segments: [], live: nil,
            report: AgentReport(backlog: try backlog(), disk: disk), hasMore: false)
        var eventBytes = 0
        if let after = plan.eventsAfter, let chain = try eventChain(at: after) {
            contents.chainBefore = chain
            contents.events = try eventRecords(
                after: after, countMax: plan.eventsMax, bytesMax: plan.eventBytesMax)
            eventBytes = contents.events.reduce(0) { $0 + $1.payload.count }
            contents.hasMore = (contents.events.last?.seq ?? after) < eventHead.seq
        }
        let unsent = try unsentSegments(count: plan.segmentsMax + 1)
        let room = plan.telemetryBytes(afterStrictBytes: eventBytes)
        let taken = plan.segmentCount(sizes: unsent.lazy.map(\.bytes), bytes: room)
        contents.hasMore = contents.hasMore || taken < unsent.count
        for segment in unsent.prefix(taken) {
            if let record = try self.segment(segment.seq, at: now) { contents.segments.append(record) }
        }
        do throws(StoreError) {
            try offer(contents.segments.map(\.seq))
        } catch {
            // Without room for that note no segment leaves; events do.
            guard error == .diskFull else { throw error }
            contents.segments = []
        }
        return contents
    }
}

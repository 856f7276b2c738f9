internal import Runtime
public import SyncCore
internal import SyncWire
public import Telemetry

extension AgentStore {
    /// Takes out of the store what the next round carries: the strict streams first, then segments newest first.
    ///
    /// Documents that were changed become records of stream D before they are taken, in a transaction of their own: a
    /// crash after it leaves records that go with the next round. Live values are the caller's. A segment that turns
    /// out damaged is struck off and left out.
    public func contents(of plan: RoundPlan, at now: Timestamp) throws(StoreError) -> RoundContents {
        if plan.documentsAfter != nil { try sealDocuments(at: now) }
        var contents = RoundContents(
            events: [], chainBefore: acknowledgedEvents.chain, documentsChainBefore: documentLog.acknowledged.chain,
            documentBacklog: documentBacklog, segments: [], live: nil,
            report: AgentReport(backlog: try backlog(), disk: disk), label: hybridClock.last, hasMore: false)
        var bytes = 0
        if plan.takesDocumentsFirst {
            bytes += try takeDocuments(plan, bytesMax: plan.documentBytesMax, into: &contents)
            let room = plan.strictBytes(afterFirstBytes: bytes, ownMax: plan.eventBytesMax)
            bytes += try takeEvents(plan, bytesMax: room, into: &contents)
        } else {
            bytes += try takeEvents(plan, bytesMax: plan.eventBytesMax, into: &contents)
            let room = plan.strictBytes(afterFirstBytes: bytes, ownMax: plan.documentBytesMax)
            bytes += try takeDocuments(plan, bytesMax: room, into: &contents)
        }
        var unsent = try unsentSegments(count: plan.segmentsMax + 1)
        if planted(.oldSegmentsStarve) { unsent.removeAll { $0.seq < newestSegment } }
        let room = plan.telemetryBytes(afterStrictBytes: bytes)
        let taken = plan.segmentCount(sizes: unsent.lazy.map { ($0.bytes, $0.readings) }, bytes: room)
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

    /// Returns how many bytes were taken.
    private func takeEvents(
        _ plan: RoundPlan, bytesMax: Int, into contents: inout RoundContents
    ) throws(StoreError) -> Int {
        guard let after = plan.eventsAfter, let chain = try eventChain(at: after) else { return 0 }
        contents.chainBefore = chain
        contents.events = try events.records(after: after, countMax: plan.eventsMax, bytesMax: bytesMax)
        if (contents.events.last?.seq ?? after) < events.head.seq { contents.hasMore = true }
        return contents.events.reduce(0) { $0 + $1.payload.count }
    }

    private func takeDocuments(
        _ plan: RoundPlan, bytesMax: Int, into contents: inout RoundContents
    ) throws(StoreError) -> Int {
        guard let after = plan.documentsAfter, let chain = try documentLog.chain(at: after) else { return 0 }
        contents.documentsChainBefore = chain
        contents.documents = try documentLog.records(after: after, countMax: plan.documentsMax, bytesMax: bytesMax)
        if (contents.documents.last?.seq ?? after) < documentLog.head.seq { contents.hasMore = true }
        return contents.documents.reduce(0) { $0 + $1.payload.count }
    }
}

internal import FoundationEssentials
internal import Telemetry

extension ProtoRoundRequest {
    init(_ request: RoundRequest) {
        self = WireBytes.message(keeping: request.unknownFields)
        hello = ProtoHello(request.hello)
        if let batch = request.events { events = ProtoEventBatch(batch) }
        if let batch = request.documents { documents = ProtoEventBatch(batch) }
        segments = request.segments.map(ProtoSegmentRecord.init)
        if let batch = request.live { live = ProtoLiveBatch(batch) }
        report = ProtoAgentReport(request.report)
        clock = ProtoClockStamps(request.clock)
        if let time = request.label { label = ProtoHybridTime(time) }
    }
}

extension RoundRequest {
    init(_ message: ProtoRoundRequest) throws(RoundFrameError) {
        guard message.hasHello else { throw .fieldInvalid("hello") }
        var segments: [SegmentRecord] = []
        segments.reserveCapacity(message.segments.count)
        for segment in message.segments { segments.append(try SegmentRecord(segment)) }
        self.init(
            hello: try AgentHello(message.hello),
            events: message.hasEvents ? try EventBatch(message.events, "events") : nil,
            documents: message.hasDocuments ? try EventBatch(message.documents, "documents") : nil,
            segments: segments,
            live: message.hasLive ? try LiveBatch(message.live) : nil,
            report: AgentReport(message.report),
            clock: ClockStamps(message.clock),
            label: message.hasLabel ? HybridTime(message.label) : nil,
            unknownFields: WireBytes.unknown(message))
    }
}

extension ProtoHello {
    init(_ hello: AgentHello) {
        self.init()
        `protocol` = hello.protocolVersion
        software = hello.software
        incarnation = WireBytes.data(hello.incarnation.unique)
        round = hello.round
        resumeToken = Data(hello.resumeToken)
        hubGeneration = hello.hubGeneration
        acknowledged = ProtoEventCursor(hello.acknowledged)
        newestEvent = hello.newestEvent
        newestSegment = hello.newestSegment
        if let cursor = hello.documentsAcknowledged { documentsAcknowledged = ProtoEventCursor(cursor) }
        newestDocument = hello.newestDocument
        if let cursor = hello.downlink { downlink = ProtoEventCursor(cursor) }
        predecessor = WireBytes.data(hello.predecessor?.unique)
        policyVersion = hello.policyVersion
    }
}

extension AgentHello {
    init(_ message: ProtoHello) throws(RoundFrameError) {
        guard RoundFrame.protocolVersion(for: message.protocol) != nil else {
            throw .protocolUnsupported(message.protocol)
        }
        guard let incarnation = UniqueID(bytes: message.incarnation) else { throw .fieldInvalid("hello.incarnation") }
        guard message.resumeToken.count <= 64 else { throw .fieldInvalid("hello.resume_token") }
        guard message.software.utf8.count <= 256, !message.software.utf8.contains(0) else {
            throw .fieldInvalid("hello.software")
        }
        guard message.predecessor.isEmpty || message.predecessor.count == 16 else {
            throw .fieldInvalid("hello.predecessor")
        }
        self.init(
            protocolVersion: message.protocol, software: message.software, incarnation: IncarnationID(incarnation),
            round: message.round, resumeToken: Array(message.resumeToken), hubGeneration: message.hubGeneration,
            acknowledged: try EventCursor(message.acknowledged, "hello.acknowledged"),
            newestEvent: try WireNumber.place(message.newestEvent, "hello.newest_event"),
            newestSegment: try WireNumber.place(message.newestSegment, "hello.newest_segment"),
            documentsAcknowledged: message.hasDocumentsAcknowledged
                ? try EventCursor(message.documentsAcknowledged, "hello.documents_acknowledged") : nil,
            newestDocument: try WireNumber.place(message.newestDocument, "hello.newest_document"),
            downlink: message.hasDownlink ? try EventCursor(message.downlink, "hello.downlink") : nil,
            predecessor: UniqueID(bytes: message.predecessor).map { IncarnationID($0) },
            policyVersion: message.policyVersion)
    }
}

extension ProtoClockStamps {
    init(_ stamps: ClockStamps) {
        self.init()
        agentSent = stamps.agentSent.microseconds
        hubReceived = stamps.hubReceived?.microseconds ?? 0
        hubSent = stamps.hubSent?.microseconds ?? 0
    }
}

extension ClockStamps {
    init(_ message: ProtoClockStamps) {
        self.init(
            agentSent: Timestamp(microseconds: message.agentSent),
            hubReceived: message.hubReceived == 0 ? nil : Timestamp(microseconds: message.hubReceived),
            hubSent: message.hubSent == 0 ? nil : Timestamp(microseconds: message.hubSent))
    }
}

extension ProtoAgentReport {
    init(_ report: AgentReport) {
        self.init()
        events = report.backlog.events
        readings = report.backlog.readings
        segments = report.backlog.segments
        bytes = report.backlog.bytes
        if let oldest = report.backlog.oldestAt { oldestAt = oldest.microseconds }
        if let left = report.backlog.secondsLeft { secondsLeft = left }
        if let offset = report.clockOffset { clockOffset = offset }
        if let error = report.clockError { clockError = error }
        if let interval = report.intervalSeconds { intervalSeconds = interval }
        if let disk = report.disk {
            diskUsed = disk.used
            diskBudget = disk.budget
            diskFree = disk.free
        }
    }
}

extension AgentReport {
    /// No agent waits longer between two rounds; what says more would never count as gone.
    private static let intervalSecondsMax = 3_600.0

    init(_ message: ProtoAgentReport) {
        let hasDisk = message.hasDiskUsed && message.hasDiskBudget && message.hasDiskFree
        let secondsLeft = message.hasSecondsLeft && message.secondsLeft.isFinite ? max(0, message.secondsLeft) : nil
        self.init(
            backlog: Backlog(
                events: WireNumber.amount(message.events), readings: WireNumber.amount(message.readings),
                segments: WireNumber.amount(message.segments), bytes: WireNumber.amount(message.bytes),
                oldestAt: message.hasOldestAt ? Timestamp(microseconds: message.oldestAt) : nil,
                secondsLeft: secondsLeft),
            disk: hasDisk
                ? DiskUse(
                    used: WireNumber.amount(message.diskUsed), budget: WireNumber.amount(message.diskBudget),
                    free: WireNumber.amount(message.diskFree)) : nil,
            clockOffset: message.hasClockOffset ? message.clockOffset : nil,
            clockError: message.hasClockError ? message.clockError : nil,
            intervalSeconds: message.hasIntervalSeconds && message.intervalSeconds.isFinite
                ? min(max(0, message.intervalSeconds), Self.intervalSecondsMax) : nil)
    }
}

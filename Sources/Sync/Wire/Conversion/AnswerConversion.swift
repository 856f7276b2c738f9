internal import FoundationEssentials
internal import Telemetry

extension ProtoRoundAnswer {
    init(_ answer: RoundAnswer) {
        self = WireBytes.message(keeping: answer.unknownFields)
        `protocol` = answer.protocolVersion
        round = answer.round
        incarnation = WireBytes.data(answer.incarnation.unique)
        events = ProtoEventCursor(answer.events)
        if let refusal = answer.eventRefusal { eventRefusal = ProtoEventRefusal(refusal) }
        quarantinedEvents = answer.quarantinedEvents
        if let cursor = answer.documents { documents = ProtoEventCursor(cursor) }
        if let refusal = answer.documentRefusal { documentRefusal = ProtoEventRefusal(refusal) }
        quarantinedDocuments = answer.quarantinedDocuments
        if let batch = answer.downlink { downlink = ProtoEventBatch(batch) }
        moreDownlink = answer.hasMoreDownlink
        if let found = answer.verdict { verdict = ProtoVerdict(found) }
        segments = answer.segments.map(ProtoSegmentOutcome.init)
        credits = answer.credits.map(ProtoCredit.init)
        holds = answer.holds.map(ProtoHold.init)
        retryAfterMilliseconds = answer.retryAfterMilliseconds
        intervalMilliseconds = answer.intervalMilliseconds
        resumeToken = Data(answer.resumeToken)
        hubGeneration = answer.hubGeneration
        safePosition = Data(answer.safePosition)
        clock = ProtoClockStamps(answer.clock)
        if let time = answer.label { label = ProtoHybridTime(time) }
        policyVersion = answer.policyVersion
    }
}

extension RoundAnswer {
    init(_ message: ProtoRoundAnswer) throws(RoundFrameError) {
        guard let incarnation = UniqueID(bytes: message.incarnation) else { throw .fieldInvalid("incarnation") }
        guard message.resumeToken.count <= 64 else { throw .fieldInvalid("resume_token") }
        guard message.quarantinedEvents.count <= FrameLimits.standard.eventsMax else {
            throw .fieldInvalid("quarantined_events")
        }
        guard message.quarantinedDocuments.count <= FrameLimits.standard.documentsMax else {
            throw .fieldInvalid("quarantined_documents")
        }
        var outcomes: [SegmentOutcome] = []
        outcomes.reserveCapacity(message.segments.count)
        for outcome in message.segments { outcomes.append(try SegmentOutcome(outcome)) }
        self.init(
            protocolVersion: message.protocol, round: message.round, incarnation: IncarnationID(incarnation),
            events: try EventCursor(message.events, "events"),
            eventRefusal: message.hasEventRefusal ? EventRefusal(message.eventRefusal) : nil,
            quarantinedEvents: message.quarantinedEvents,
            documents: message.hasDocuments ? try EventCursor(message.documents, "documents") : nil,
            documentRefusal: message.hasDocumentRefusal ? EventRefusal(message.documentRefusal) : nil,
            quarantinedDocuments: message.quarantinedDocuments,
            downlink: message.hasDownlink ? try EventBatch(message.downlink, "downlink") : nil,
            hasMoreDownlink: message.moreDownlink, verdict: message.hasVerdict ? Verdict(message.verdict) : nil,
            segments: outcomes,
            credits: message.credits.compactMap(Credit.init), holds: message.holds.map(Hold.init),
            retryAfterMilliseconds: message.retryAfterMilliseconds,
            intervalMilliseconds: message.intervalMilliseconds, resumeToken: Array(message.resumeToken),
            hubGeneration: message.hubGeneration, safePosition: Array(message.safePosition),
            clock: ClockStamps(message.clock), label: message.hasLabel ? HybridTime(message.label) : nil,
            policyVersion: message.policyVersion, unknownFields: WireBytes.unknown(message))
    }
}

extension ProtoEventRefusal {
    init(_ refusal: EventRefusal) {
        self.init()
        code = refusal.code
        message = refusal.message
        expected = refusal.expected
    }
}

extension EventRefusal {
    init(_ message: ProtoEventRefusal) {
        self.init(code: message.code, message: message.message, expected: message.expected)
    }
}

extension ProtoVerdict {
    init(_ verdict: Verdict) {
        self.init()
        kind = Kind(rawValue: Int(verdict.kind.rawValue)) ?? .unspecified
        code = verdict.code
        message = verdict.message
    }
}

extension Verdict {
    /// A verdict of a later version means to wait: that loses nothing.
    init(_ message: ProtoVerdict) {
        self.init(
            kind: UInt8(exactly: message.kind.rawValue).flatMap(Kind.init(rawValue:)) ?? .wait, code: message.code,
            message: message.message)
    }
}

extension ProtoSegmentOutcome {
    init(_ outcome: SegmentOutcome) {
        self.init()
        seq = outcome.seq
        kind = Kind(rawValue: Int(outcome.kind.rawValue)) ?? .unspecified
        code = outcome.code
    }
}

extension SegmentOutcome {
    init(_ message: ProtoSegmentOutcome) throws(RoundFrameError) {
        guard let kind = UInt8(exactly: message.kind.rawValue).flatMap(Kind.init(rawValue:)) else {
            throw .fieldInvalid("segments.kind")
        }
        self.init(seq: message.seq, kind: kind, code: message.code)
    }
}

extension ProtoCredit {
    init(_ credit: Credit) {
        self.init()
        stream = ProtoStream(rawValue: Int(credit.stream.rawValue)) ?? .unspecified
        bytes = credit.bytes
        records = credit.records
    }
}

extension Credit {
    /// Nothing for a stream of a later version, which this one does not send.
    init?(_ message: ProtoCredit) {
        guard let stream = UInt8(exactly: message.stream.rawValue).flatMap(SyncStream.init(rawValue:)) else {
            return nil
        }
        self.init(stream: stream, bytes: message.bytes, records: message.records)
    }
}

extension ProtoHold {
    init(_ hold: Hold) {
        self.init()
        stream = hold.stream.flatMap { ProtoStream(rawValue: Int($0.rawValue)) } ?? .unspecified
        until = hold.until.microseconds
        milliseconds = hold.milliseconds
        limit = hold.limit
        reason = hold.reason
    }
}

extension Hold {
    /// A hold of a stream that this version does not know holds all: waiting loses nothing.
    init(_ message: ProtoHold) {
        self.init(
            stream: UInt8(exactly: message.stream.rawValue).flatMap(SyncStream.init(rawValue:)),
            until: Timestamp(microseconds: message.until), milliseconds: message.milliseconds, limit: message.limit,
            reason: message.reason)
    }
}

public import SyncWire

/// The hub's side of a round, pure: inspect before the transaction, plan inside it, answer after it.
///
/// The hub's transaction: lock the cursor row, plan, insert what the decision says, write its cursor, commit; only then
/// answer. The same round twice changes nothing the second time.
public enum HubRound {
    /// Reads the payloads of a round.
    ///
    /// Takes no lock and never throws: what cannot be read says why.
    public static func inspect(_ request: RoundRequest, limits: SegmentLimits = .standard) -> InspectedRound {
        InspectedRound(
            request: request,
            events: (request.events?.records ?? []).map(inspect),
            documents: (request.documents?.records ?? []).map {
                InspectedRound.Document(record: $0, patch: patch(of: $0))
            },
            segments: request.segments.map { InspectedRound.Segment(record: $0, content: content(of: $0, limits)) })
    }

    /// What to do with a round, given the locked cursor row, the guard rows of the segments that it names, and what of
    /// it came from another incarnation of the agent.
    public static func plan(
        _ round: InspectedRound, cursor: HubCursor?, knownSegments: [UInt64: Digest], shared: SharedPast = .none,
        holds: [Hold] = []
    ) -> RoundDecision {
        let hello = round.request.hello
        if let cursor, let finding = FolderCheck.finding(round.request, cursor, knownSegments: knownSegments) {
            return refuse(round, finding, cursor)
        }
        let start = EventCursor(seq: 0, chain: EventChain.start(of: hello.incarnation))
        var decision = RoundDecision(
            events: [], duplicateEvents: 0, cursor: cursor?.events ?? start, eventRefusal: nil, documents: [],
            duplicateDocuments: 0, documentCursor: nil, documentRefusal: nil,
            segments: SegmentPlanner.steps(
                round.segments, known: knownSegments, shared: shared, hold: holds.first(of: .telemetry)),
            resume: FolderCheck.resume(hello, cursor), holds: holds)
        let doubt = cursor.map { $0.doubt.presented(hello.resumeToken, $0.tokens) } ?? SegmentDoubt()
        decision.hold(against: doubt)
        planEvents(round, &decision)
        planDocuments(round, cursor, &decision)
        shared.removeEvents(from: &decision)
        return decision
    }

    private static func planEvents(_ round: InspectedRound, _ decision: inout RoundDecision) {
        if decision.holds.first(of: .events) != nil { return }
        let position = StreamPosition.events(round.request.hello)
        switch StreamPlanner.slice(round.request.events, of: position, after: decision.cursor) {
        case .take(let from, let cursorAfter):
            decision.events = Array(round.events.dropFirst(from))
            decision.duplicateEvents = from
            decision.cursor = cursorAfter
        case .refuse(let refusal):
            decision.eventRefusal = refusal
        }
    }

    private static func planDocuments(
        _ round: InspectedRound, _ cursor: HubCursor?, _ decision: inout RoundDecision
    ) {
        let hello = round.request.hello
        guard let position = StreamPosition.documents(hello) else { return }
        let before =
            cursor?.documents
            ?? EventCursor(seq: 0, chain: EventChain.start(of: hello.incarnation, stream: .documents))
        decision.documentCursor = before
        if decision.holds.first(of: .documents) != nil { return }
        switch StreamPlanner.slice(round.request.documents, of: position, after: before) {
        case .take(let from, let cursorAfter):
            decision.documents = Array(round.documents.dropFirst(from))
            decision.duplicateDocuments = from
            decision.documentCursor = cursorAfter
        case .refuse(let refusal):
            decision.documentRefusal = refusal
        }
    }

    /// Nothing is taken of a folder that is to be re-labelled: it sends all that is its own under its new name.
    static func refuse(
        _ round: InspectedRound, _ finding: FolderCheck.Finding, _ cursor: HubCursor
    ) -> RoundDecision {
        let hello = round.request.hello
        let verdict = FolderCheck.verdict(finding, hello, cursor)
        var decision = RoundDecision(
            events: [], duplicateEvents: 0, cursor: cursor.events, eventRefusal: nil, documents: [],
            duplicateDocuments: 0, documentCursor: hello.documentsAcknowledged == nil ? nil : cursor.documents,
            documentRefusal: nil, segments: [],
            resume: FolderCheck.resume(hello, cursor), holds: [])
        decision.verdict = verdict
        if finding == .behind || finding == .broken {
            decision.eventRefusal = EventRefusal(
                code: verdict.code, message: verdict.message, expected: cursor.events.seq + 1)
        }
        return decision
    }

    /// The answer to a round whose decision was carried out and committed.
    public static func answer(
        _ request: RoundRequest, decision: RoundDecision, context: AnswerContext
    ) -> RoundAnswer {
        RoundAnswer(
            protocolVersion: RoundFrame.protocolVersion(for: request.hello.protocolVersion)
                ?? RoundFrame.protocolVersions.lowerBound,
            round: request.hello.round, incarnation: request.hello.incarnation, events: decision.cursor,
            eventRefusal: decision.eventRefusal,
            quarantinedEvents: decision.events.compactMap { event in
                if case .failure = event.payload { event.record.seq } else { nil }
            },
            documents: decision.documentCursor, documentRefusal: decision.documentRefusal,
            quarantinedDocuments: decision.documents.compactMap { document in
                if case .failure = document.patch { document.record.seq } else { nil }
            },
            downlink: context.downlink, hasMoreDownlink: context.hasMoreDownlink,
            verdict: decision.verdict, segments: decision.segments.map(\.outcome), credits: context.credits,
            holds: decision.holds,
            retryAfterMilliseconds: context.retryAfterMilliseconds,
            intervalMilliseconds: context.intervalMilliseconds, resumeToken: context.resumeToken,
            hubGeneration: context.generation, safePosition: context.safePosition,
            clock: ClockStamps(
                agentSent: request.clock.agentSent, hubReceived: context.receivedAt, hubSent: context.sentAt),
            policyVersion: context.policyVersion)
    }

    private static func patch(of record: EventRecord) -> Result<DocumentPatch, DocumentRejection> {
        guard record.kind == .documentPatch else {
            return .failure(.unreadable(.kindUnknown(record.kind.rawValue)))
        }
        do {
            return .success(try DocumentPatch.decode(record.payload))
        } catch {
            return .failure(.unreadable(error))
        }
    }

    static func content(
        of record: SegmentRecord, _ limits: SegmentLimits
    ) -> Result<SegmentContent, SegmentRejection> {
        guard Digest(of: record.payload) == record.digest else { return .failure(.digestMismatch) }
        let content: SegmentContent
        do {
            content = try SegmentCodec.decode(record.payload, limits: limits)
        } catch {
            return .failure(.undecodable(error))
        }
        guard content.hasPlausibleTimes else { return .failure(.timesOutOfRange) }
        let range = content.timeRange ?? 0...0
        guard UInt64(content.measuredReadings) == record.readings, UInt64(content.derivedReadings) == record.derived,
            range.lowerBound == record.firstTime, range.upperBound == record.lastTime
        else { return .failure(.summaryMismatch) }
        return .success(content)
    }
}

extension [Hold] {
    /// The hold that is on a stream, or on all.
    public func first(of stream: SyncStream) -> Hold? {
        first { $0.stream == nil || $0.stream == stream }
    }
}

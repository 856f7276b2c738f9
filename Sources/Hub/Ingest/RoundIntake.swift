internal import HubPlant
internal import HubStore
internal import HubTenancy
internal import SyncCore
internal import SyncWire
internal import Telemetry

/// One round within its transaction, in the order of sync.md: lock, plan, insert, move the cursor.
struct RoundIntake {
    let connection: PostgresConnection
    let agent: AgentPrincipal
    let receivedAt: Timestamp
    /// A token that nobody has seen, for the answer.
    let token: [UInt8]
    /// How long a newcomer waits for the incarnation before it to speak.
    let quietSeconds: Double
    /// What the tenant's plan holds back.
    var holds: [Hold] = []
    /// Where streams end in this round, because of the quarantine.
    var ends: [QuarantineFull] = []

    /// Takes in a round; `segments` are its segments, in its order.
    ///
    /// Nothing is taken of a folder that is to be re-labelled. What comes from an incarnation that does not speak for
    /// the agent is kept apart.
    func take(_ round: InspectedRound, segments: RoundSegments) throws -> RoundOutcome {
        let hello = round.request.hello
        var store = RoundStore(connection, scope: agent.scope, agent: agent.agent, incarnation: hello.incarnation)
        if let quiet = try takeQuiet(round, store) { return quiet }
        guard let row = try store.lockAgent(showing: agent.certificate) else {
            throw RoundRefusal.certificateRevoked
        }
        store.others = row.all(but: hello.incarnation)
        let lineup = try store.lineup(row)
        let cursor = try store.lockCursor()
        if cursor.tokens.issued.isEmpty, try store.isIncarnationOfAnother() { throw RoundRefusal.agentMismatch }
        let known = try store.ownSegments(SharedPast.numbers(of: round.request.segments))
        if let finding = FolderCheck.finding(round.request, cursor, knownSegments: known) {
            return refusal(round, cursor, finding)
        }
        let isProven =
            lineup.hasTrial && lineup.speaker == .current
            ? try store.isProven(hello.resumeToken, FolderCheck.resume(hello, cursor)) : false
        let who = lineup.decide(now: receivedAt, isProven: isProven, quietSeconds: quietSeconds)
        try store.settle(who, lineup, row, hello: hello, at: receivedAt)
        if who.standing == .rejected { return refusal(round, cursor, nil, .rejected) }
        if who.standing.isApart { return try keepApart(round, store, cursor, known, who.standing) }
        if who.mergesApart { try mergeApart(store, cursor.doubt) }
        return try take(round, segments, store, cursor, known, challenges: who.challenges)
    }

    /// The round of the incarnation that speaks for the agent.
    private func take(
        _ round: InspectedRound, _ segments: RoundSegments, _ store: RoundStore, _ cursor: HubCursor,
        _ known: [UInt64: Digest], challenges: Bool
    ) throws -> RoundOutcome {
        let request = round.request
        let decision = HubRound.plan(
            round, cursor: cursor, knownSegments: known,
            shared: try store.sharedPast(of: request, after: cursor.events), holds: holds)
        var outcome = RoundOutcome(decision: decision, token: [], generation: cursor.generation)
        for end in ends { outcome.hold(end.stream, at: receivedAt) }
        outcome.counts.eventsDuplicate = decision.duplicateEvents
        outcome.counts.documentsDuplicate = decision.duplicateDocuments
        outcome.machines = try store.machines(machines(decision, segments, request.live), at: receivedAt)
        try takeEvents(store, &outcome)
        try takeDocuments(store, &outcome)
        try store.takeBackRemovals(outcome.machines, at: receivedAt)
        try takeSegments(store, segments, &outcome)
        // After the streams: only then is it known what the quarantine had no room for.
        guard
            try store.store(
                request.report, hello: request.hello, certificate: agent.certificate,
                progress: StreamProgress(outcome.decision), receivedAt: receivedAt)
        else { throw RoundRefusal.certificateRevoked }
        if let live = request.live { try takeLive(store, live, outcome.machines) }
        try moveCursor(store, request, from: cursor, &outcome, challenges: challenges)
        if let after = decision.documentCursor, !decision.documents.isEmpty {
            try store.moveDocumentCursor(to: after)
        }
        if let hello = request.hello.downlink {
            outcome.downlink = try store.exchangeDownlink(hello, cursor: cursor.downlink, at: receivedAt)
            outcome.counts.downlink = outcome.downlink.batch?.records.count ?? 0
        }
        return outcome
    }

    /// Moves the cursor, and with it what the agent may show next; keeps by what its records are known again.
    func moveCursor(
        _ store: RoundStore, _ request: RoundRequest, from cursor: HubCursor, _ outcome: inout RoundOutcome,
        challenges: Bool
    ) throws {
        let decision = outcome.decision
        let changes = decision.changesAnything || decision.cursor != cursor.events
        let next = cursor.tokens.after(request.hello.resumeToken, fresh: token, changes: changes || challenges)
        if changes || next.tokens != cursor.tokens || decision.doubt != cursor.doubt {
            try store.moveCursor(
                to: decision.cursor, newestSegment: decision.newestSegment, tokens: next.tokens,
                doubt: decision.doubt)
        }
        outcome.token = next.answer
        guard !decision.events.isEmpty, outcome.standing == .current else { return }
        let taken = Set(decision.events.map(\.record.seq))
        try store.keepLinks(
            SharedPast.identities(of: request, after: cursor.events.seq).filter { taken.contains($0.seq) })
    }

    /// The answer to a round of which nothing is taken.
    private func refusal(
        _ round: InspectedRound, _ cursor: HubCursor, _ finding: FolderCheck.Finding?,
        _ standing: IncarnationStanding = .current
    ) -> RoundOutcome {
        var outcome = RoundOutcome(
            decision: HubRound.refusal(of: round, cursor: cursor, finding: finding), token: [],
            generation: cursor.generation)
        outcome.counts.finding = finding?.rawValue
        outcome.standing = standing
        if finding == nil { outcome.decision.verdict = standing.verdict }
        return outcome
    }

    /// All machines that the round needs rows of.
    func machines(
        _ decision: RoundDecision, _ segments: RoundSegments, _ live: LiveBatch?
    ) -> Set<MachineKey> {
        var keys = Set(live?.machines.map(\.key) ?? [])
        for event in decision.events {
            if case .success(let payload) = event.payload, let key = payload.machine { keys.insert(key) }
        }
        for document in decision.documents {
            guard case .success(let patch) = document.patch, patch.key.kind == .machine else { continue }
            if let key = MachineKey(patch.key.subject) { keys.insert(key) }
        }
        for (planned, segment) in zip(decision.segments, segments.all) {
            if case .store = planned.step { keys.formUnion(segment.machines) }
        }
        return keys
    }

    /// All events at once; when the database refuses one of them, one by one, and that one goes to quarantine.
    func takeEvents(_ store: RoundStore, _ outcome: inout RoundOutcome) throws {
        let machines = outcome.machines
        let events = outcome.decision.events
        if events.isEmpty { return }
        do {
            try connection.withSavepoint {
                for event in events {
                    guard case .success(let payload) = event.payload else { continue }
                    try store.apply(payload, label: event.record.label, machines: machines, at: receivedAt)
                }
            }
        } catch let failure as PostgresFailure where failure.isFaultOfContent {
            try takeEventsOneByOne(store, &outcome)
        }
        for event in outcome.decision.events {
            guard case .failure(let reason) = event.payload else { continue }
            guard try outcome.quarantine.takes(event.record.payload.count, store) else {
                throw QuarantineFull(stream: .events, seq: event.record.seq)
            }
            try store.quarantine(event.record, reason)
            outcome.counts.eventsQuarantined += 1
        }
        outcome.counts.events = outcome.decision.events.count - outcome.counts.eventsQuarantined
    }

    private func takeEventsOneByOne(_ store: RoundStore, _ outcome: inout RoundOutcome) throws {
        for (index, event) in outcome.decision.events.enumerated() {
            guard case .success(let payload) = event.payload else { continue }
            do {
                try connection.withSavepoint {
                    try store.apply(
                        payload, label: event.record.label, machines: outcome.machines, at: receivedAt)
                }
            } catch let failure as PostgresFailure where failure.isFaultOfContent {
                outcome.decision.events[index].payload = .failure(.fieldInvalid("(\(failure.sqlState))"))
            }
        }
    }

    /// Each patch for itself, in order: one that may not be applied goes to quarantine, and the stream goes on.
    private func takeDocuments(_ store: RoundStore, _ outcome: inout RoundOutcome) throws {
        for (index, document) in outcome.decision.documents.enumerated() {
            if case .success(let patch) = document.patch {
                do {
                    try connection.withSavepoint {
                        try store.apply(patch, machines: outcome.machines, at: receivedAt)
                    }
                    outcome.counts.documents += 1
                    continue
                } catch let refusal as PatchRefusal {
                    outcome.decision.documents[index].patch = .failure(.refused(refusal))
                } catch let failure as PostgresFailure where failure.isFaultOfContent {
                    outcome.decision.documents[index].patch = .failure(.refusedByStore(failure.sqlState))
                }
            }
            guard case .failure(let reason) = outcome.decision.documents[index].patch else { continue }
            guard try outcome.quarantine.takes(document.record.payload.count, store) else {
                throw QuarantineFull(stream: .documents, seq: document.record.seq)
            }
            try store.quarantine(document.record, reason)
            outcome.counts.documentsQuarantined += 1
        }
    }

    func takeSegments(
        _ store: RoundStore, _ segments: RoundSegments, _ outcome: inout RoundOutcome
    ) throws {
        for (index, planned) in outcome.decision.segments.enumerated() {
            switch planned.step {
            case .store:
                try insert(store, planned.record, segments.all[index], at: index, &outcome)
            case .duplicate:
                outcome.counts.segmentsDuplicate += 1
            case .collide(let existing):
                try quarantine(store, planned.record, colliding: existing, at: index, &outcome)
            case .quarantine(let rejection):
                try quarantine(store, planned.record, rejection, at: index, &outcome)
            case .hold:
                break
            }
        }
        try store.voidGaps(
            of: outcome.decision.segments.flatMap { planned -> [HubSegment] in
                if case .store(let content) = planned.step { store.names(of: planned.record, content) } else { [] }
            })
    }

    /// A segment with all its readings; one that the database refuses leaves none, and goes to quarantine.
    ///
    /// Readings that came in a segment of another branch of the folder, or in one that this one is made of, are not
    /// counted again.
    private func insert(
        _ store: RoundStore, _ record: SegmentRecord, _ segment: RoundSegments.Segment, at index: Int,
        _ outcome: inout RoundOutcome
    ) throws {
        let planned = outcome.decision.segments[index]
        guard case .store(let outline) = planned.step else { return }
        let fresh = try store.withoutShared(
            of: outline.timeRange, isPartlyKnown: planned.isPartlyKnown, isDoubted: planned.isDoubted,
            machines: outcome.machines
        ) { try SegmentCodec.decode(record.payload) }
        let readings = UInt64(fresh?.measuredReadings ?? Int(clamping: record.readings))
        let derived = UInt64(fresh?.derivedReadings ?? Int(clamping: record.derived))
        do {
            try connection.withSavepoint {
                try store.guardSegment(record, readings: readings, derived: derived, isStored: true)
                try store.guardOriginals(of: record, isFolded: outline.isFolded)
                if fresh == nil, let packed = segment.packed {
                    try store.insert(packed, machines: outcome.machines)
                } else {
                    try store.insert(fresh ?? SegmentCodec.decode(record.payload), machines: outcome.machines)
                }
            }
            outcome.counts.segments += 1
            outcome.counts.readings += Int(clamping: readings)
            outcome.counts.readingsShared += Int(clamping: record.readings) - Int(clamping: readings)
            outcome.counts.derived += Int(clamping: derived)
        } catch let failure as PostgresFailure where failure.isFaultOfContent {
            let rejection = SegmentRejection.undecodable(
                .contentInvalid("what the database refuses: \(failure.sqlState)"))
            outcome.decision.segments[index].step = .quarantine(rejection)
            try quarantine(store, record, rejection, at: index, &outcome)
        }
    }

    /// Another segment has the number of this one, or stands for it: kept, reported, never merged.
    func quarantine(
        _ store: RoundStore, _ record: SegmentRecord, colliding existing: Digest, at index: Int,
        _ outcome: inout RoundOutcome
    ) throws {
        guard try outcome.takesSegment(at: index, store, receivedAt) else { return }
        try store.quarantine(record, code: "SEGMENT_COLLISION", message: "The hub has \(existing) under its seq.")
        outcome.counts.segmentsQuarantined += 1
    }

    private func quarantine(
        _ store: RoundStore, _ record: SegmentRecord, _ rejection: SegmentRejection, at index: Int,
        _ outcome: inout RoundOutcome
    ) throws {
        guard try outcome.takesSegment(at: index, store, receivedAt) else { return }
        // What it says of itself may be a lie; the completeness of its hours counts with it.
        let most = UInt64(SegmentLimits.standard.valuesMax)
        try store.guardSegment(
            record, readings: min(record.readings, most), derived: min(record.derived, most), isStored: false)
        try store.quarantine(record, code: rejection.code, message: rejection.message)
        outcome.counts.segmentsQuarantined += 1
    }

    /// Live values are no history: those that the database refuses are dropped, and the round goes on.
    private func takeLive(_ store: RoundStore, _ live: LiveBatch, _ machines: [MachineKey: MachineRow]) throws {
        do {
            try connection.withSavepoint { try store.store(live, machines: machines, receivedAt: receivedAt) }
        } catch let failure as PostgresFailure where failure.isFaultOfContent {
            return
        }
    }
}

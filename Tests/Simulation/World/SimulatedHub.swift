import Runtime
import SyncCore
import SyncWire
import Telemetry

/// The hub: the real pure round over tables in memory, with transactions that commit, abort, or end unknown.
///
/// The steps are those of `RoundIntake`, in its order; a contract suite holds both against each other.
struct SimulatedHub {
    /// How a transaction ends.
    enum Ending {
        case committed
        case aborted
        /// It committed, but the connection broke before anybody knew.
        case unknown
    }

    private(set) var lives: [HubLife.Key: HubLife] = [:]
    /// In the order in which they first came.
    private(set) var keys: [HubLife.Key] = []
    /// Rounds that showed a resume token that was replaced twice.
    private(set) var foreignRounds = 0
    private(set) var rounds = 0
    var holds: [Hold] = []
    var credits: [Credit] = []
    /// Verdicts that told a folder to take another name.
    private(set) var relabelled = 0
    private var drawn: UInt64 = 0

    /// One round within one transaction; the answer, or nothing when the caller learns nothing.
    mutating func serve(_ request: RoundRequest, agent: AgentID, at now: Timestamp, ending: Ending) -> RoundAnswer? {
        rounds += 1
        let round = HubRound.inspect(request)
        let key = HubLife.Key(agent: agent, incarnation: request.hello.incarnation)
        let isNew = lives[key] == nil
        let before = lives[key] ?? HubLife(key.incarnation)
        var life = before
        var decision = HubRound.plan(
            round, cursor: life.cursor, knownSegments: known(request.segments, life), holds: holds)
        let isPoisoned = round.events.contains { Self.isPoison($0) }
        if isPoisoned, planted(.poisonBlocksTheStream) { return nil }
        takeEvents(&decision, &life)
        takeSegments(decision, &life)
        let fresh = token()
        let (tokens, token) = before.cursor.tokens.after(
            request.hello.resumeToken, fresh: fresh,
            changes: decision.changesAnything || decision.cursor != before.cursor.events)
        life.cursor = HubCursor(
            events: decision.cursor, newestSegment: max(before.cursor.newestSegment, decision.newestSegment),
            generation: 1, tokens: tokens)
        if ending == .aborted, planted(.cursorMovedBeforeInsert), !isNew { lives[key]?.cursor = life.cursor }
        if ending != .aborted {
            if decision.resume == .foreign { foreignRounds += 1 }
            if isNew { keys.append(key) }
            lives[key] = life
        }
        guard ending == .committed || (ending == .aborted && planted(.answersBeforeCommit)) else { return nil }
        return HubRound.answer(
            request, decision: decision,
            context: AnswerContext(receivedAt: now, sentAt: now, resumeToken: token, credits: credits))
    }

    private mutating func token() -> [UInt8] {
        drawn += 1
        return (0..<16).map { UInt8(truncatingIfNeeded: drawn >> UInt64(8 * ($0 % 8))) }
    }

    /// The digests of the segments that a round names, as far as the hub knows them.
    private func known(_ segments: [SegmentRecord], _ life: HubLife) -> [UInt64: Digest] {
        var known: [UInt64: Digest] = [:]
        for segment in segments {
            for seq in [segment.seq] + segment.thinnedFrom { known[seq] = life.segments[seq] }
        }
        return known
    }

    /// Whether the database refuses a record.
    private static func isPoison(_ event: InspectedRound.Event) -> Bool {
        guard case .success(.audit(let entry)) = event.payload else { return false }
        return entry.action == DeviceMessage.poison
    }

    /// All events; one that the database would refuse goes to quarantine alone.
    private func takeEvents(_ decision: inout RoundDecision, _ life: inout HubLife) {
        for index in decision.events.indices {
            if Self.isPoison(decision.events[index]) {
                decision.events[index].payload = .failure(.fieldInvalid("action"))
            }
            let event = decision.events[index]
            if planted(.lastRecordNotInserted), index > 0, index == decision.events.count - 1 { continue }
            life.events.append(event.record)
            if case .failure = event.payload { life.quarantinedEvents.append(event.record.seq) }
        }
    }

    private func takeSegments(_ decision: RoundDecision, _ life: inout HubLife) {
        for segment in decision.segments {
            switch segment.step {
            case .store(let content):
                if !planted(.noGuardRow) { life.segments[segment.record.seq] = segment.record.digest }
                for original in segment.record.thinnedFrom { life.segments[original] = segment.record.digest }
                var content = content
                if planted(.segmentInPart), content.blocks.count > 1 { content.blocks.removeLast() }
                life.stored.append((segment.record.seq, content))
            case .quarantine:
                life.segments[segment.record.seq] = segment.record.digest
                life.quarantinedSegments.append(segment.record)
            case .collide: life.collisions.append(segment.record)
            case .duplicate, .hold: break
            }
        }
    }
}

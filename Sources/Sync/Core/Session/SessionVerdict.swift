internal import Runtime
internal import SyncWire

/// What the hub found out about the agent's folder.
extension AgentSession {
    /// Carries out a verdict that ends the round; nothing for one that does not, or where there is none.
    mutating func obey(_ answer: RoundAnswer, _ progress: SessionProgress, _ now: Uptime) -> [Action]? {
        guard let verdict = answer.verdict else {
            return lost(answer, progress).map { relabel(answer, $0, now) }
        }
        switch verdict.kind {
        case .relabel: return relabel(answer, verdict, now)
        case .wait: return verdict.code == Self.rejected ? quarantine(verdict.code, now) : nil
        }
    }

    /// Notes whether what goes to the hub is kept apart there; told once.
    mutating func noteStanding(_ verdict: Verdict?) -> [Action] {
        let before = apart
        apart = verdict?.kind == .wait ? verdict : nil
        if apart?.code == before?.code { return [] }
        return [.report(apart.map { .keptApart($0) } ?? .keptApartEnded)]
    }

    private mutating func relabel(_ answer: RoundAnswer, _ verdict: Verdict, _ now: Uptime) -> [Action] {
        if let last = relabelledAt, now.seconds(since: last) < Self.relabelSecondsMin {
            return quarantine(Self.relabelRepeated, now)
        }
        relabelledAt = now
        flight = nil
        settlement = nil
        state = .settling(round: answer.round)
        let order = Relabelling(
            round: answer.round, verdict: verdict, hubEvents: answer.events, hubDocuments: answer.documents)
        return [.report(.folderFound(verdict)), .relabel(order)]
    }

    /// The hub went back to before what the agent still keeps: under a new name the agent sends all that it has, and
    /// says what is gone.
    private func lost(_ answer: RoundAnswer, _ progress: SessionProgress) -> Verdict? {
        var code: String?
        if answer.events.seq < progress.acknowledged.seq, answer.events.seq + 1 < backlog.oldestKeptEvent {
            code = Self.eventsNotKept
        }
        if let documents = answer.documents, documents.seq < progress.documentsAcknowledged.seq,
            documents.seq + 1 < backlog.documents.oldestKept
        {
            code = Self.documentsNotKept
        }
        return code.map { Verdict(kind: .relabel, code: $0, message: "The hub lost records that are not kept here.") }
    }

    /// The hub lost events that the agent no longer keeps.
    static let eventsNotKept = "EVENTS_NO_LONGER_KEPT"

    /// The hub lost records of stream D that the agent no longer keeps.
    static let documentsNotKept = "DOCUMENTS_NO_LONGER_KEPT"

    /// A person decided for another copy.
    static let rejected = "AGENT_REJECTED"

    /// A folder that was re-labelled a moment ago is found to be a copy again: something is wrong that this heals not.
    static let relabelRepeated = "RELABEL_REPEATED"

    private static let relabelSecondsMin = 60.0
}

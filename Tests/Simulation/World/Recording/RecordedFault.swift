internal import SyncCore
internal import SyncWire
internal import Telemetry

/// What a recording may hold that makes it worth playing.
package enum RecordedFault: String, CaseIterable {
    /// The same request twice.
    case duplicates
    /// A request after one that was made later.
    case reordering
    case garbling
    case aborts
    /// A transaction that committed, and nobody learned.
    case lostAnswers
    /// Records that the hub had already, because an answer did not arrive.
    case repeatedRecords
    /// A folder that was found to be an old one or a copy.
    case findings
    /// A newcomer on trial, or a copy.
    case apart
    case adoption
    case rejection
    /// A newcomer that took the place of a silent incarnation by itself.
    case carriedOn
    /// A record that the database refuses.
    case poison
    /// A segment that stands for others.
    case thinned
    /// What is missing, and why.
    case gaps
    case holds
    /// A write of an operator that was refused.
    case refusedEdits
    /// Edits that did not know each other.
    case conflicts
    case orders
    case cancels
    /// Patches and commands for the agent.
    case downlink
}

extension HubRecording {
    /// What is in it.
    package var faults: Set<RecordedFault> {
        var found: Set<RecordedFault> = []
        for step in steps {
            switch step {
            case .round(let round): note(round, &found)
            case .decision(let decision): found.insert(decision.isAdopted ? .adoption : .rejection)
            case .work(let work): note(work, &found)
            case .garbled: found.insert(.garbling)
            }
        }
        found.formUnion(order)
        if hub.findings > 0 { found.insert(.findings) }
        if !hub.plant.conflicts.isEmpty { found.insert(.conflicts) }
        let standings = hub.agents.values.flatMap(\.standings.values)
        if standings.contains(.ended), !found.contains(.adoption) { found.insert(.carriedOn) }
        return found
    }

    private func note(_ round: Round, _ found: inout Set<RecordedFault>) {
        let request = round.request
        switch round.ending {
        case .committed: break
        case .aborted: found.insert(.aborts)
        case .unknown: found.insert(.lostAnswers)
        }
        if round.answer.verdict?.kind == .wait { found.insert(.apart) }
        if !round.answer.quarantinedEvents.isEmpty { found.insert(.poison) }
        if round.answer.downlink != nil { found.insert(.downlink) }
        if !round.holds.isEmpty { found.insert(.holds) }
        if round.answer.segments.contains(where: { $0.kind == .duplicate }) { found.insert(.repeatedRecords) }
        if request.segments.contains(where: { !$0.originals.isEmpty }) { found.insert(.thinned) }
        if request.events?.records.contains(where: { $0.kind == .gap }) == true { found.insert(.gaps) }
    }

    private func note(_ work: RecordedWork, _ found: inout Set<RecordedFault>) {
        switch work {
        case .edit(_, _, _, _, let refusal): if refusal != nil { found.insert(.refusedEdits) }
        case .order: found.insert(.orders)
        case .cancel: found.insert(.cancels)
        case .note, .endOverdue: break
        }
    }

    /// What the numbers of rounds say; they count up within one life of a process, from a random one.
    private var order: Set<RecordedFault> {
        var found: Set<RecordedFault> = []
        var newest: [IncarnationID: UInt64] = [:]
        var seen: Set<UInt64> = []
        for hello in rounds.map(\.request.hello) {
            if !seen.insert(hello.round).inserted { found.insert(.duplicates) }
            let known = newest[hello.incarnation] ?? 0
            if hello.round < known, known - hello.round < 1 << 16 { found.insert(.reordering) }
            newest[hello.incarnation] = hello.round
        }
        return found
    }
}

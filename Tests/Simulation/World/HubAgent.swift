package import SyncCore
package import SyncWire
package import Telemetry

/// The hub's rows of one agent: who speaks for it, and what came from each of its incarnations.
package struct HubAgent {
    /// Something that came from an incarnation that does not speak for the agent.
    package enum Apart {
        case event(EventRecord, names: [RecordOrigin])
        case segment(SegmentRecord)
    }

    /// A record by one of the names under which it is known.
    package struct Name: Hashable {
        package var incarnation: IncarnationID
        package var seq: UInt64
        package var chain: Digest

        init(_ origin: RecordOrigin) {
            (incarnation, seq, chain) = (origin.incarnation, origin.seq, origin.chain)
        }
    }

    package var current: IncarnationID?
    package var heardAt: Timestamp?
    /// How often it said that it starts a round.
    var intervalSeconds: Double?
    /// What the current incarnation still had to send then.
    var backlog: Backlog?
    /// Those that were ever heard beside the current one.
    package var others: [IncarnationID] = []
    package var standings: [IncarnationID: IncarnationStanding] = [:]
    /// What the current incarnation could show when a trial against it began.
    var knownTokens: [[UInt8]] = []
    /// In the order in which they first came.
    package private(set) var incarnations: [IncarnationID] = []
    package private(set) var lives: [IncarnationID: HubLife] = [:]
    package var apart: [IncarnationID: [Apart]] = [:]
    /// Through which incarnations a record came.
    package private(set) var links: [Name: Set<IncarnationID>] = [:]

    package init() {}

    /// What came from an incarnation; an empty life for a new one.
    package subscript(_ incarnation: IncarnationID) -> HubLife {
        get { lives[incarnation] ?? HubLife(incarnation) }
        set {
            if lives[incarnation] == nil { incarnations.append(incarnation) }
            lives[incarnation] = newValue
        }
    }

    package var isContested: Bool { standings.values.contains(.trial) }

    func all(but speaker: IncarnationID) -> [IncarnationID] {
        (others + (current.map { [$0] } ?? [])).filter { $0 != speaker }
    }

    func lineup(_ speaker: IncarnationID) -> AgentLineup {
        let hasCurrent = current != nil && heardAt != nil
        return AgentLineup(
            speaker: hasCurrent ? standing(speaker) : nil, currentHeardAt: heardAt,
            currentIntervalSeconds: intervalSeconds, hasCurrent: hasCurrent, hasTrial: isContested)
    }

    /// Writes what a round's lineup came to.
    mutating func settle(_ outcome: AgentLineup.Outcome, _ lineup: AgentLineup, _ speaker: IncarnationID) {
        if outcome.partsTrials {
            for (incarnation, standing) in standings where standing == .trial { standings[incarnation] = .apart }
        }
        guard outcome.standing != lineup.speaker, lineup.hasCurrent, let current else { return }
        standings[current] = .current
        switch outcome.standing {
        case .trial: knownTokens = self[current].cursor.tokens.issued
        case .current: standings[current] = .ended
        case .apart, .ended, .rejected: break
        }
        standings[speaker] = outcome.standing
        for incarnation in [current, speaker] where !others.contains(incarnation) { others.append(incarnation) }
    }

    /// What of some records and segments is known from other incarnations.
    func sharedPast(
        of events: [(seq: UInt64, names: [RecordOrigin])], segments: [SegmentRecord], speaker: IncarnationID,
        others: [IncarnationID]
    ) -> SharedPast {
        if others.isEmpty { return .none }
        let known = events.filter { event in
            event.names.contains { !(links[Name($0)] ?? []).subtracting([speaker]).isEmpty }
        }
        var shared = SharedPast(events: Set(known.map(\.seq)))
        let seqs = Set(SharedPast.numbers(of: segments))
        for life in others.compactMap({ lives[$0] }) {
            for (seq, digest) in life.whole where seqs.contains(seq) {
                shared.segments[seq, default: []].insert(digest)
            }
            shared.replaced.merge(life.replaced.filter { seqs.contains($0.key.seq) }) { one, _ in one }
        }
        return shared
    }

    /// The digests under which segments of an incarnation are known or kept apart.
    func ownSegments(_ seqs: [UInt64], of incarnation: IncarnationID) -> [UInt64: Digest] {
        var known = self[incarnation].known(seqs)
        for case .segment(let segment) in apart[incarnation] ?? [] {
            for seq in segment.thinnedFrom + [segment.seq] where seqs.contains(seq) && known[seq] == nil {
                known[seq] = segment.digest
            }
        }
        return known
    }

    /// A content held against the readings that came from some incarnations, and those of some segments.
    func shared(
        _ content: SegmentContent, with others: [IncarnationID], and own: [(seq: UInt64, content: SegmentContent)]
    ) -> SharedReadings {
        var readings = SharedReadings(of: content)
        for block in (others.flatMap { self[$0].stored } + own).flatMap(\.content.blocks) {
            for column in block.columns {
                readings.add(block.machine, column.metric, times: block.times, values: column.values)
            }
        }
        return readings
    }

    mutating func keepLinks(_ taken: [(seq: UInt64, names: [RecordOrigin])], via incarnation: IncarnationID) {
        for origin in taken.flatMap(\.names) { links[Name(origin), default: []].insert(incarnation) }
    }

    private func standing(_ speaker: IncarnationID) -> IncarnationStanding? {
        if current == speaker { return .current }
        return standings[speaker] ?? (lives[speaker] == nil ? nil : .ended)
    }
}

import SyncCore
import SyncWire
import Telemetry

/// Everything that the hub has of one agent, over all its incarnations.
struct AgentRecords {
    let agent: HubAgent

    init(_ world: SimulationWorld, _ id: AgentID) {
        agent = world.hub.agents[id] ?? HubAgent()
    }

    /// The records of stream E that were taken in, in the order of incarnations and of their coming.
    var events: [EventRecord] { agent.incarnations.flatMap { agent[$0].events } }

    /// The records that are kept apart.
    var eventsApart: [EventRecord] {
        apart.compactMap { if case .event(let record, _) = $0 { record } else { nil } }
    }

    /// The contents of the segments that were stored.
    var contents: [SegmentContent] { agent.incarnations.flatMap { agent[$0].stored.map(\.content) } }

    /// The contents of those that are kept apart.
    var contentsApart: [SegmentContent] {
        apart.compactMap { record in
            guard case .segment(let segment) = record else { return nil }
            return try? HubRound.inspect(segment).content.get()
        }
    }

    /// The contents of segments that are in quarantine, because readings of them were folded in another branch.
    var contentsInQuarantine: [SegmentContent] {
        agent.incarnations.flatMap { agent[$0].quarantinedSegments }.compactMap {
            try? HubRound.inspect($0).content.get()
        }
    }

    /// What is said to be missing; a manifest of a segment that came to the hub all the same says nothing.
    var gaps: [GapManifest] {
        let stored = agent.incarnations.flatMap { incarnation in
            agent[incarnation].whole.map { HubSegment(incarnation: incarnation, seq: $0.seq, digest: $0.digest) }
        }
        return agent.incarnations.flatMap { incarnation in
            agent[incarnation].events.compactMap(Self.gap).filter { gap in
                guard let segment = gap.segment else { return true }
                return !stored.contains { $0.isMeant(by: segment, of: incarnation) }
            }
        }
    }

    /// The same of what is kept apart.
    var gapsApart: [GapManifest] { eventsApart.compactMap(Self.gap) }

    private static func gap(_ record: EventRecord) -> GapManifest? {
        guard record.kind == .gap, case .gap(let gap)? = try? EventPayload.decode(kind: .gap, payload: record.payload)
        else { return nil }
        return gap
    }

    private var apart: [HubAgent.Apart] { agent.incarnations.flatMap { agent.apart[$0] ?? [] } }
}

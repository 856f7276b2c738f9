import AgentStore
import SyncCore
import SyncWire
import Telemetry

/// What must hold at the end, whatever happened; each answers with a code and a sentence, or with nothing.
struct PromiseChecks {
    let world: SimulationWorld

    init(_ world: SimulationWorld) {
        self.world = world
    }

    /// The first promise that does not hold.
    func verdict() -> String? {
        for id in world.hub.order {
            guard let agent = world.hub.agents[id] else { continue }
            for incarnation in agent.incarnations {
                if let broken = isSound(agent[incarnation], incarnation) { return broken }
            }
        }
        for gateway in world.gateways {
            let records = AgentRecords(world, gateway.agent)
            let broken =
                EventChecks(gateway, records).verdict() ?? ReadingChecks(gateway, records).verdict()
                ?? DocumentChecks(world, gateway).verdict() ?? CommandChecks(world, gateway).verdict()
            if let broken {
                return "\(broken) (gateway \(gateway.number))"
            }
        }
        return nil
    }

    /// What the hub has of an incarnation fits together: in prefix order, chained, each segment once.
    private func isSound(_ life: HubLife, _ incarnation: IncarnationID) -> String? {
        var chain = EventChain.start(of: incarnation)
        for (index, record) in life.received.enumerated() {
            guard record.seq == UInt64(index) + 1 else {
                return "PREFIX_ORDER: place \(index + 1) of stream E at the hub has seq \(record.seq)"
            }
            chain = EventChain.next(previous: chain, record: record)
        }
        guard life.cursor.events == EventCursor(seq: UInt64(life.received.count), chain: chain) else {
            return "CURSOR: the hub's cursor is \(life.cursor.events.seq), and \(life.received.count) records came"
        }
        var newest: UInt64 = 0
        for record in life.events {
            guard record.seq > newest else { return "PREFIX_ORDER: \(record.seq) came after \(newest)" }
            newest = record.seq
        }
        var seen: Set<UInt64> = []
        for (seq, _) in life.stored where !seen.insert(seq).inserted { return "SEGMENT_TWICE: \(seq)" }
        return nil
    }
}

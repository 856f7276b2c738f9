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
        for key in world.hub.keys {
            if let life = world.hub.lives[key], let broken = isSound(life, key) { return broken }
        }
        for gateway in world.gateways {
            if let broken = EventChecks(world, gateway).verdict() ?? ReadingChecks(world, gateway).verdict() {
                return "\(broken) (gateway \(gateway.number))"
            }
        }
        return nil
    }

    /// What the hub has of an incarnation fits together: in prefix order, chained, each segment once.
    private func isSound(_ life: HubLife, _ key: HubLife.Key) -> String? {
        var chain = EventChain.start(of: key.incarnation)
        for (index, record) in life.events.enumerated() {
            guard record.seq == UInt64(index) + 1 else {
                return "PREFIX_ORDER: place \(index + 1) of stream E at the hub has seq \(record.seq)"
            }
            chain = EventChain.next(previous: chain, record: record)
        }
        guard life.cursor.events == EventCursor(seq: UInt64(life.events.count), chain: chain) else {
            return "CURSOR: the hub's cursor is \(life.cursor.events.seq), and it has \(life.events.count) records"
        }
        var seen: Set<UInt64> = []
        for (seq, _) in life.stored where !seen.insert(seq).inserted { return "SEGMENT_TWICE: \(seq)" }
        return nil
    }
}

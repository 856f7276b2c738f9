import AgentStore
import SyncCore
import SyncWire
import Telemetry

/// Stream E of one gateway: everything that was acknowledged to the device is at the hub, once and in order.
struct EventChecks {
    private let world: SimulationWorld
    private let gateway: SimulatedGateway

    init(_ world: SimulationWorld, _ gateway: SimulatedGateway) {
        self.world = world
        self.gateway = gateway
    }

    func verdict() -> String? {
        if let broken = isDrained() ?? labels() { return broken }
        return nil
    }

    private var traits: SimulationTraits { world.plan.traits }

    private func isDrained() -> String? {
        guard traits.isUnbroken else { return nil }
        if gateway.incarnations.count > 1 { return "RELABELLED: \(gateway.incarnations.count) incarnations" }
        guard let process = gateway.process else { return "DOWN: the agent does not start" }
        if let life = life(process.store.incarnation), life.cursor.events != process.store.eventHead {
            return "CHAIN: hub \(life.cursor.events.seq), agent \(process.store.eventHead.seq)"
        }
        guard gateway.isDrained else {
            return "NOT_DRAINED: \(process.shell.session.state), acknowledged "
                + "\(process.store.acknowledgedEvents.seq) of \(process.store.eventHead.seq), "
                + "\(process.store.unsentTotals.segments) segments, \(gateway.device.waiting.count) messages"
        }
        return nil
    }

    /// Each message of the device that became a record: at most once at the hub, and if it was acknowledged, there.
    private func labels() -> String? {
        var places: [String: Int] = [:]
        for incarnation in gateway.incarnations {
            for record in life(incarnation)?.events ?? [] {
                guard let payload = try? EventPayload.decode(kind: record.kind, payload: record.payload),
                    let label = DeviceMessage.label(of: payload)
                else { continue }
                if places[label] != nil { return "EVENT_TWICE: \(label)" }
                places[label] = places.count
            }
        }
        guard traits.isUnbroken else { return nil }
        var last = -1
        for message in gateway.device.acknowledged.sorted(by: { $0.number < $1.number }) where message.event != nil {
            let label = message.label(device: gateway.number)
            guard let place = places[label] else { return "EVENT_LOST: \(label)" }
            guard place > last else { return "EVENT_ORDER: \(label)" }
            last = place
        }
        return nil
    }

    private func life(_ incarnation: IncarnationID) -> HubLife? {
        world.hub.lives[HubLife.Key(agent: gateway.agent, incarnation: incarnation)]
    }
}

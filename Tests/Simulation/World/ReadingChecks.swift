import AgentStore
import SyncCore
import SyncWire
import Telemetry

/// Readings of one gateway: produced = at the hub + in gap manifests + still on the edge, to the reading.
struct ReadingChecks {
    private let world: SimulationWorld
    private let gateway: SimulatedGateway

    init(_ world: SimulationWorld, _ gateway: SimulatedGateway) {
        self.world = world
        self.gateway = gateway
    }

    func verdict() -> String? {
        var atHub: Set<DeviceMessage.Reading> = []
        for incarnation in gateway.incarnations {
            for (_, content) in life(incarnation)?.stored ?? [] {
                for reading in readings(content) where !atHub.insert(reading).inserted {
                    return "READING_TWICE: x\(reading.metric) at \(reading.time)"
                }
            }
        }
        guard world.plan.traits.isUnbroken else { return nil }
        let produced = gateway.device.admitted
        if let strange = atHub.first(where: { !produced.contains($0) }) {
            return "READING_STRANGE: x\(strange.metric) at \(strange.time)"
        }
        let missing = produced.subtracting(atHub)
        let gaps = gaps()
        for reading in missing where !gaps.contains(where: { covers($0, reading) }) {
            return "READING_LOST: x\(reading.metric) at \(reading.time), in no gap manifest"
        }
        let said = gaps.reduce(0) { $0 + Int(clamping: $1.readings) }
        if said != missing.count {
            return "READINGS_UNACCOUNTED: \(missing.count) are not at the hub, \(said) in gap manifests"
        }
        return nil
    }

    private func covers(_ gap: GapManifest, _ reading: DeviceMessage.Reading) -> Bool {
        gap.from.microseconds <= reading.time && reading.time <= gap.to.microseconds
    }

    private func readings(_ content: SegmentContent) -> [DeviceMessage.Reading] {
        var readings: [DeviceMessage.Reading] = []
        for block in content.blocks where block.machine == DeviceMessage.machine(gateway.number) && !block.isDerived {
            for column in block.columns {
                guard let metric = Int(column.metric.text.dropFirst()) else { continue }
                for (time, value) in zip(block.times, column.values) {
                    readings.append(DeviceMessage.Reading(metric: metric, time: time, value: value))
                }
            }
        }
        return readings
    }

    /// What is missing; a manifest of a segment that came to the hub all the same says nothing.
    ///
    /// A gateway whose disk is still full has counted readings of which it has said nothing yet.
    private func gaps() -> [GapManifest] {
        let unsaid = gateway.process?.store.unsaidGaps(at: Timestamp(microseconds: 0)) ?? []
        return unsaid
            + gateway.incarnations.flatMap { incarnation -> [GapManifest] in
                guard let life = life(incarnation) else { return [] }
                return life.events.compactMap { record in
                    guard record.kind == .gap,
                        case .gap(let gap)? = try? EventPayload.decode(kind: .gap, payload: record.payload)
                    else { return nil }
                    if let segment = gap.segment, life.stored.contains(where: { $0.seq == segment }) { return nil }
                    return gap
                }
            }
    }

    private func life(_ incarnation: IncarnationID) -> HubLife? {
        world.hub.lives[HubLife.Key(agent: gateway.agent, incarnation: incarnation)]
    }
}

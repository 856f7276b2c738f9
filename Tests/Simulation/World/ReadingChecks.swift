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
        let missing = produced.count - atHub.count
        let gaps = gapReadings()
        if missing != gaps { return "READINGS_UNACCOUNTED: \(missing) are not at the hub, \(gaps) in gap manifests" }
        return nil
    }

    private func readings(_ content: SegmentContent) -> [DeviceMessage.Reading] {
        var readings: [DeviceMessage.Reading] = []
        for block in content.blocks where block.machine == DeviceMessage.machine(gateway.number) {
            for column in block.columns {
                guard let metric = Int(column.metric.text.dropFirst()) else { continue }
                for (time, value) in zip(block.times, column.values) {
                    readings.append(DeviceMessage.Reading(metric: metric, time: time, value: value))
                }
            }
        }
        return readings
    }

    private func gapReadings() -> Int {
        var sum = 0
        for incarnation in gateway.incarnations {
            for record in life(incarnation)?.events ?? [] where record.kind == .gap {
                if case .gap(let gap)? = try? EventPayload.decode(kind: record.kind, payload: record.payload) {
                    sum += Int(clamping: gap.readings)
                }
            }
        }
        return sum
    }

    private func life(_ incarnation: IncarnationID) -> HubLife? {
        world.hub.lives[HubLife.Key(agent: gateway.agent, incarnation: incarnation)]
    }
}

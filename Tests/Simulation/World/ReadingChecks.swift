import AgentStore
import SyncCore
import SyncWire
import Telemetry

/// Readings of one gateway: produced = at the hub + in gap manifests + still on the edge, to the reading.
struct ReadingChecks {
    private let gateway: SimulatedGateway
    private let records: AgentRecords

    init(_ gateway: SimulatedGateway, _ records: AgentRecords) {
        self.gateway = gateway
        self.records = records
    }

    func verdict() -> String? {
        let doubtful = gateway.device.doubtfulReadings
        var atHub: Set<DeviceMessage.Reading> = []
        for reading in records.contents.flatMap(readings) where !atHub.insert(reading).inserted {
            if !doubtful.contains(reading) { return "READING_TWICE: x\(reading.metric) at \(reading.time)" }
        }
        if !gateway.isDiskTrusted || gateway.isStopped { return nil }
        let produced = gateway.device.admittedHere
        if !gateway.isBroken, let strange = atHub.first(where: { !produced.contains($0) }) {
            return "READING_STRANGE: x\(strange.metric) at \(strange.time)"
        }
        var missing = produced.subtracting(atHub).subtracting(records.contentsApart.flatMap(readings))
        if gateway.isBroken { missing.subtract(records.contentsInQuarantine.flatMap(readings)) }
        let gaps = gaps
        for reading in missing where !gaps.contains(where: { covers($0, reading) }) {
            return "READING_LOST: x\(reading.metric) at \(reading.time), in no gap manifest"
        }
        if gateway.isBroken { return nil }
        if let damaged = gaps.first(where: { $0.reason == "DAMAGED" }) {
            return "READING_DAMAGED: \(damaged.readings) from \(damaged.from), on a disk that keeps what it was given"
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

    /// What is missing; a gateway whose disk is still full has counted readings of which it has said nothing yet.
    private var gaps: [GapManifest] {
        (gateway.process?.store.unsaidGaps(at: Timestamp(microseconds: 0)) ?? []) + records.gaps + records.gapsApart
    }
}

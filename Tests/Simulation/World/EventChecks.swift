import AgentStore
import SyncCore
import SyncWire
import Telemetry

/// Stream E of one gateway: everything that was acknowledged to the device is at the hub, once and in order.
struct EventChecks {
    private let gateway: SimulatedGateway
    private let records: AgentRecords

    init(_ gateway: SimulatedGateway, _ records: AgentRecords) {
        self.gateway = gateway
        self.records = records
    }

    func verdict() -> String? { isDrained() ?? labels() ?? hybridLabels() }

    private func isDrained() -> String? {
        if !gateway.isBroken, gateway.incarnations.count > 1 {
            return "RELABELLED: \(gateway.incarnations.count) incarnations"
        }
        guard let process = gateway.process else { return "DOWN: the agent does not start: \(gateway.startFailure)" }
        if gateway.isStopped, gateway.isBroken { return nil }
        let store = process.store
        guard gateway.isDrained else {
            return "NOT_DRAINED: \(process.shell.session.state), acknowledged "
                + "\(store.acknowledgedEvents.seq) of \(store.eventHead.seq), "
                + "\(store.unsentTotals.segments) segments, \(gateway.device.waiting.count) messages"
        }
        if let wrong = try? store.wrongSums() { return "SUMS: \(wrong)" }
        let cursor = records.agent[store.incarnation].cursor.events
        if cursor != store.eventHead { return "CHAIN: hub \(cursor.seq), agent \(store.eventHead.seq)" }
        return nil
    }

    /// Each message of the device that became a record: at most once at the hub, and if it was acknowledged, there.
    ///
    /// A gateway whose folder was set back answers for what its folder had; one that a person has rejected keeps what
    /// it has not sent.
    private func labels() -> String? {
        var places: [String: Int] = [:]
        for label in records.events.compactMap(Self.label) {
            if places[label] != nil, !gateway.device.isDoubtful(label) { return "EVENT_TWICE: \(label)" }
            places[label] = places.count
        }
        if !gateway.isDiskTrusted || gateway.isStopped { return nil }
        let apart = Set(records.eventsApart.compactMap(Self.label))
        var last = -1
        for message in gateway.device.answeredFor where message.event != nil {
            let label = message.label(device: gateway.number)
            if apart.contains(label) { continue }
            guard let place = places[label] else { return "EVENT_LOST: \(label)" }
            guard place > last || gateway.isBroken else { return "EVENT_ORDER: \(label)" }
            last = place
        }
        return nil
    }

    /// The hybrid clock's labels of each incarnation's events rise; a disk that changed or lost something may have
    /// changed or mixed them, and they are outside of the chain.
    private func hybridLabels() -> String? {
        guard gateway.isDiskTrusted else { return nil }
        for incarnation in gateway.incarnations {
            let life = records.agent[incarnation]
            for (earlier, later) in zip(life.received, life.received.dropFirst()) {
                guard let first = earlier.label, let second = later.label, first < second else {
                    return "LABEL_ORDER: the label of event \(later.seq) does not follow that of the one before it"
                }
            }
        }
        return nil
    }

    private static func label(_ record: EventRecord) -> String? {
        guard let payload = try? EventPayload.decode(kind: record.kind, payload: record.payload) else { return nil }
        return DeviceMessage.label(of: payload)
    }
}

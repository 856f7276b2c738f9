package import HubPlant
package import Telemetry

/// What waits to be sent to one client, in bounded memory (pure).
///
/// Telemetry is coalesced to the newest value of each metric of each machine. Other messages are kept in their order up
/// to a bound; past it the client is too slow to be served, and is told so rather than left with a gap that it cannot
/// see.
package struct LiveOutbox {
    package struct Sensor: Equatable {
        package var metrics: [MetricName: LiveMetric] = [:]
        package var twin: TwinValues?
    }

    private let messagesMax: Int
    package private(set) var messages: [LiveMessage] = []
    package private(set) var sensors: [MachineID: Sensor] = [:]
    /// Values that a newer one replaced before they were sent.
    package private(set) var coalesced: UInt64 = 0

    package init(messagesMax: Int) {
        self.messagesMax = messagesMax
    }

    package var isEmpty: Bool { messages.isEmpty && sensors.isEmpty }

    package var isUrgent: Bool { messages.contains { $0.urgency == .atOnce } }

    /// False when there is no room: the client has to go.
    package mutating func add(_ message: LiveMessage) -> Bool {
        guard messages.count < messagesMax else { return false }
        messages.append(message)
        return true
    }

    package mutating func add(_ metrics: [LiveMetric], twin: TwinValues?, of machine: MachineID) {
        var sensor = sensors[machine] ?? Sensor()
        for metric in metrics {
            if let waiting = sensor.metrics[metric.metric] {
                coalesced += 1
                // A segment that was caught up may tell of an older time than what already waits.
                if waiting.time > metric.time { continue }
            }
            sensor.metrics[metric.metric] = metric
        }
        sensor.twin = twin ?? sensor.twin
        sensors[machine] = sensor
    }

    /// Takes all that waits.
    package mutating func takeAll() -> (messages: [LiveMessage], sensors: [MachineID: Sensor]) {
        defer {
            messages = []
            sensors = [:]
        }
        return (messages, sensors)
    }
}

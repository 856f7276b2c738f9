import HubAPI
import HubPlant
import Telemetry
import Testing

@Suite("What waits for a live screen")
struct LiveOutboxTests {
    private let machine = MachineID(UniqueID(high: 0, low: 1))

    private func metric(_ name: String, _ value: Double, at seconds: Int64) throws -> LiveMetric {
        LiveMetric(
            metric: try #require(MetricName(name)), unit: "kW", time: Timestamp(seconds: seconds), value: value,
            quality: .good)
    }

    private func message(_ number: UInt64) -> LiveMessage {
        LiveMessage(
            type: "machine_alert", id: UniqueID(high: 0, low: number), at: Timestamp(seconds: 1), urgency: .atOnce,
            fields: [])
    }

    @Test("of each metric the newest waits, whatever the order in which they come")
    func newest() throws {
        var outbox = LiveOutbox(messagesMax: 10)
        outbox.add([try metric("power", 1, at: 10), try metric("speed", 7, at: 10)], twin: nil, of: machine)
        outbox.add([try metric("power", 3, at: 30)], twin: nil, of: machine)
        outbox.add([try metric("power", 2, at: 20)], twin: nil, of: machine)
        let sensors = outbox.takeAll().sensors
        let waiting = try #require(sensors[machine])
        #expect(waiting.metrics.values.sorted { $0.metric < $1.metric }.map(\.value) == [3, 7])
        #expect(outbox.coalesced == 2)
        #expect(outbox.isEmpty)
    }

    @Test("however much telemetry comes, what waits is bounded by machines and metrics")
    func bounded() throws {
        var outbox = LiveOutbox(messagesMax: 10)
        for number in 0..<10_000 {
            outbox.add([try metric("power", Double(number), at: Int64(number))], twin: nil, of: machine)
        }
        #expect(outbox.sensors.count == 1)
        #expect(outbox.sensors[machine]?.metrics.count == 1)
    }

    @Test("messages are kept in order up to the bound, and not one more")
    func messages() {
        var outbox = LiveOutbox(messagesMax: 3)
        var taken: [Bool] = []
        for number in 1...4 { taken.append(outbox.add(message(UInt64(number)))) }
        #expect(taken == [true, true, true, false])
        #expect(outbox.isUrgent)
        let waiting = outbox.takeAll().messages
        #expect(waiting == [message(1), message(2), message(3)])
        #expect(!outbox.isUrgent)
    }
}

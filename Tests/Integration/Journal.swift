import Foundation
import MQTT
import MillwrightDevice
import Synchronization
import TestKit

/// A publisher that writes down what the broker acknowledged: the truth that the stores are compared with.
final class Journal: Sendable {
    /// One reading, as the hub's rows name it.
    struct Entry: Hashable, Sendable {
        let machine: String
        let milliseconds: Int64
    }

    private let publisher: DevicePublisher
    private let acknowledged = Mutex<Set<Entry>>([])
    private let submitted = Mutex(0)

    init(port: Int) throws {
        publisher = try DevicePublisher(
            DevicePublisherOptions(
                connection: .init(host: "127.0.0.1", port: port, clientID: "journal-\(UUID().uuidString.prefix(8))")))
    }

    /// Publishes `count` messages of several machines, one millisecond of event time apart, as fast as they are taken.
    func publish(_ count: Int, from begin: Int64, machines: Int = 5) async {
        for number in 0..<count {
            let entry = Entry(machine: "m-\(number % machines)", milliseconds: begin + Int64(number))
            let value = 20 + Double(number % 97) / 10
            let text = #"{"ts": \#(entry.milliseconds), "value": \#(value), "unit": "kW"}"#
            let message = DeviceMessage(topic: "plant/hall/\(entry.machine)/power", text: text)
            while !publisher.submit(
                message,
                completion: { outcome in
                    guard case .acknowledged = outcome else { return }
                    self.acknowledged.withLock { _ = $0.insert(entry) }
                })
            { await publisher.waitForSpace() }
            submitted.withLock { $0 += 1 }
        }
    }

    /// Waits until the broker has acknowledged everything.
    func settle() async throws {
        try await waitUntil("everything is acknowledged", within: .seconds(60)) {
            acknowledged.withLock(\.count) == submitted.withLock(\.self)
        }
    }

    var entries: Set<Entry> { acknowledged.withLock(\.self) }

    func stop() async { await publisher.stop(within: 5) }
}

import Foundation
import MQTT
import MillwrightDevice
import Synchronization
import TestKit

/// A machine's device that says what a test wants and writes down what it is told.
final class SimulatedDevice: Sendable {
    private let publisher: DevicePublisher
    private let name: String
    private let listener: ChildProcess
    private let clock = Mutex(Int64(Date().timeIntervalSince1970 * 1_000) - 40_000)

    init(_ plant: PlantUnderTest, name: String, profile: String) throws {
        self.name = name
        var options = DevicePublisherOptions(
            connection: .init(host: "127.0.0.1", port: plant.broker.port, clientID: "device-\(name)"))
        options.birth = DeviceMessage(
            topic: "plant/hall/\(name)/state", text: #"{"online": true, "profile": "\#(profile)"}"#, retain: true)
        listener = try ChildProcess(
            "mosquitto_sub",
            ["-h", "127.0.0.1", "-p", "\(plant.broker.port)", "-q", "1", "-t", "plant/hall/\(name)/cmd/+"])
        publisher = try DevicePublisher(options)
    }

    /// Publishes readings one second of event time apart and waits until the broker has them.
    func say(temperature: Double, power: Double, times: Int) async throws {
        for _ in 0..<times {
            let milliseconds = clock.withLock { now in
                now += 1_000
                return now
            }
            let text =
                #"{"ts": \#(milliseconds), "temperature": \#(temperature), "power": \#(power), "vibration": 1.2}"#
            try await publisher.publish(DeviceMessage(topic: "plant/hall/\(name)", text: text))
        }
    }

    /// The first command that the device was sent.
    func command() async throws -> String {
        try await waitUntil("a command", within: .seconds(20)) { listener.output.contains("\"id\"") }
        return listener.output
    }

    func stop() {
        listener.terminate()
    }
}

import Foundation
import TestKit
import Testing

/// A forest from the hub's history to the machine, over real servers and mutual TLS.
@Suite("A forest's way", .serialized)
struct ForestTests {
    @Test("what the hub fitted to a machine's history its agent runs, with the hub and without")
    func way() async throws {
        let plant = try await PlantUnderTest.start()
        let machine = try SimulatedDevice(plant, name: "oven-1", profile: "motor")
        for step in 0..<30 {
            try await machine.say(temperature: 50 + Double(step % 7), power: 10 + Double(step % 5), times: 10)
        }
        try await plant.waitForRows(900)
        try await plant.logIn()
        let list = try await plant.calls.call("GET", "/api/machines").object()
        let id = try #require((list as? [[String: Any]])?.first?["id"] as? String)
        // The device's clock is up to five minutes ahead by now.
        let end = ISO8601DateFormatter().string(from: Date().addingTimeInterval(600))
        let made = try await plant.calls.call("POST", "/api/machines/\(id)/forest", ["from": "now-2h", "to": end])
        #expect(made.status == 201, "\(String(decoding: made.body, as: UTF8.self))")
        func runs(_ status: [String: Any]) -> Bool {
            let forest = (status["machines"] as? [[String: Any]])?.first?["forest"] as? [String: Any]
            return forest?["version"] as? Int == 1
        }
        _ = try await plant.agentStatus(runs)
        plant.killHub()
        plant.killAgent()
        try await plant.startAgent()
        _ = try await plant.agentStatus(runs)
        try await plant.startHub()
        #expect(try await plant.calls.call("DELETE", "/api/machines/\(id)/forest").status == 204)
        _ = try await plant.agentStatus { !runs($0) }
        machine.stop()
        try await plant.stop()
    }
}

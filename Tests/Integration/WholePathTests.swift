import Foundation
import TestKit
import Testing

/// From a device's PUBLISH to the hub's rows, over real servers, with kill -9 in the middle.
///
/// The truth is the publisher's own journal of what the broker acknowledged; the checker reads PostgreSQL.
@Suite("Whole path", .serialized)
struct WholePathTests {
    @Test("what was acknowledged is at the hub exactly once, whatever was killed")
    func killed() async throws {
        let plant = try await PlantUnderTest.start()
        let journal = try Journal(port: plant.broker.port)
        let begin = Int64(Date().timeIntervalSince1970 * 1_000) - 60_000
        let load = Task { await journal.publish(12_000, from: begin) }

        try await plant.waitForRows(1)
        plant.killAgent()
        try await plant.startAgent()
        try await plant.waitForRows(2_000)
        plant.killHub()
        try await plant.startHub()
        try await plant.waitForRows(4_000)
        plant.database.kill()
        try await plant.database.startAgain()
        plant.killAgent()
        plant.killHub()
        try await plant.startHub()
        try await plant.startAgent()

        await load.value
        try await journal.settle()
        try await plant.waitForRows(journal.entries.count)
        try await plant.expectExactly(journal.entries)
        await journal.stop()
        try await plant.stop()
    }

    @Test("with the hub away the agent acts by itself, and the hub hears all of it afterwards, once")
    func alone() async throws {
        let plant = try await PlantUnderTest.start()
        plant.killHub()
        let machine = try SimulatedDevice(plant, name: "oven-1", profile: "motor")
        try await machine.say(temperature: 60, power: 20, times: 10)
        try await machine.say(temperature: 92, power: 20, times: 20)
        let status = try await plant.agentStatus { status in
            (status["decisions"] as? [[String: Any]])?.contains { $0["actionTaken"] as? String == "MAINTENANCE" }
                ?? false
        }
        let decision = try #require((status["decisions"] as? [[String: Any]])?.first)
        #expect(decision["hubReachable"] as? Bool == false || decision["actionTaken"] as? String == "MAINTENANCE")
        let command = try await machine.command()
        #expect(command.contains("\"action\":\"stop\""), "the device was told to stop: \(command)")

        try await plant.startHub()
        try await waitUntil("the decision is at the hub", within: .seconds(30)) {
            try await plant.rows("SELECT 1 FROM decisions WHERE action_taken = 'MAINTENANCE'").count == 1
        }
        try await plant.logIn()
        let alerts = try await plant.calls.call("GET", "/api/alerts?open=true")
        let critical = try #require(try alerts.object() as? [[String: Any]]).filter {
            $0["kind"] as? String == "TEMPERATURE"
        }
        #expect(critical.count == 1, "one crossing is one alert: \(critical)")
        #expect(critical.first?["severity"] as? String == "CRITICAL")
        machine.stop()
        try await plant.stop()
    }
}

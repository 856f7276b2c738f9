import Foundation
import TestKit
import Testing

/// The program of operators against a hub and an agent that really run.
@Suite("Command line against a live hub", .serialized)
struct LiveCommandLineTests {
    private struct Desk {
        let plant: PlantUnderTest

        /// Runs the program to its end: its status and what it wrote.
        func callAsFunction(_ arguments: String..., agent: Bool = false) async throws -> (status: Int32, output: String)
        {
            let environment = [
                "XDG_CONFIG_HOME": plant.folder.path, "MILLWRIGHT_HUB": "",
                "MILLWRIGHT_AGENT": agent ? plant.folder.file("agent/control.sock") : "",
            ]
            let child = try ChildProcess(plant.program("millwright"), arguments, environment: environment)
            guard case .exited(let status) = try await child.wait() else { return (-1, child.output) }
            return (status, child.output)
        }
    }

    @Test("a conflict is made on purpose, seen, resolved and taken back; a command is refused by a hub without a key")
    func desk() async throws {
        let plant = try await PlantUnderTest.start()
        let device = try SimulatedDevice(plant, name: "pump-1", profile: "pump")
        try await device.say(temperature: 60, power: 18, times: 3)
        try await waitUntil("the hub knows the machine", within: .seconds(30)) {
            try await plant.rows("SELECT 1 FROM machines WHERE agent_id IS NOT NULL").count == 1
        }
        let desk = Desk(plant: plant)
        let password = try plant.folder.write(plant.password + "\n", to: "password")
        let login = try await desk(
            "login", "--hub", plant.calls.address, "--email", plant.email, "--password-file", password)
        #expect(login.status == 0, "\(login.output)")
        #expect(try await desk("agent", "list").output.contains("gateway"))
        #expect(try await desk("conflicts", "list").status == 0)
        #expect(try await desk("quarantine", "list").status == 0)

        #expect(try await desk("sync", "pause", agent: true).status == 0)
        let edge = try await desk("machine", "set", "hall/pump-1", "notes=loud", agent: true)
        #expect(edge.status == 0, "\(edge.output)")
        let hub = try await desk("machine", "set", "hall/pump-1", "notes=fine from here")
        #expect(hub.status == 0, "\(hub.output)")
        #expect(try await desk("sync", "resume", agent: true).status == 0)
        try await waitUntil("both sides have it", within: .seconds(30)) {
            let there = try await desk("conflicts", "list").status
            let here = try await desk("conflicts", "list", agent: true).status
            return there == 2 && here == 2
        }
        let id = try #require(try await plant.rows("SELECT id FROM conflicts").first?.first)
        #expect(try await desk("conflicts", "show", id).output.contains("loud"))
        let done = try await desk("conflicts", "resolve", id, "--take", "edge", "--reason", "went and listened")
        #expect(done.status == 0, "\(done.output)")
        try await waitUntil("the gateway has it as well", within: .seconds(30)) {
            try await desk("conflicts", "list", agent: true).status == 0
        }
        #expect(try await desk("machine", "show", "hall/pump-1", agent: true).output.contains("loud"))
        // The decision is taken back at the hub, and the gateway asks again too.
        let undone = try await desk("conflicts", "undo", id, "--reason", "was another pump")
        #expect(undone.status == 0 || undone.status == 2, "\(undone.output)")
        try await waitUntil("both ask again", within: .seconds(30)) {
            let there = try await desk("conflicts", "list").status
            let here = try await desk("conflicts", "list", agent: true).status
            return there == 2 && here == 2
        }
        let command = try await desk("command", "send", "hall/pump-1", "stop")
        #expect(command.status != 0 && command.output.contains("COMMANDS_NOT_SERVED"), "\(command.output)")
        device.stop()
        try await plant.stop()
    }
}

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
            try await self(arguments, agent: agent)
        }

        func callAsFunction(_ arguments: [String], agent: Bool = false) async throws -> (status: Int32, output: String)
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

    @Test("a decision is made again on the gateway without the hub, then at the hub; a scenario runs without it")
    func decision() async throws {
        let plant = try await PlantUnderTest.start()
        plant.killHub()
        let device = try SimulatedDevice(plant, name: "oven-1", profile: "motor")
        try await device.say(temperature: 60, power: 20, times: 10)
        try await device.say(temperature: 92, power: 20, times: 20)
        let desk = Desk(plant: plant)
        _ = try await plant.agentStatus { status in
            (status["decisions"] as? [[String: Any]])?.contains { $0["actionTaken"] as? String == "MAINTENANCE" }
                ?? false
        }
        let list = try await desk("decisions", "list", "--output", "json", agent: true)
        let told = try JSONSerialization.jsonObject(with: Data(list.output.utf8)) as? [[String: Any]]
        let found = try #require(told?.first { $0["actionTaken"] as? String == "MAINTENANCE" }?["id"] as? String)
        let here = try await desk("decisions", "replay", found, agent: true)
        #expect(here.status == 0, "\(here.output)")
        #expect(here.output.contains("The same answer: "), "\(here.output)")
        let scenario = try await desk(
            "machine", "twin", "hall/oven-1", "--scenario", "heavy_load", "--hours", "48", agent: true)
        #expect(scenario.status == 0 && scenario.output.contains("heavy_load for 48"), "\(scenario.output)")
        #expect(try await desk("machine", "twin", "hall/oven-1", agent: true).output.contains("remaining life"))

        try await plant.startHub()
        try await waitUntil("the decision is at the hub", within: .seconds(30)) {
            try await plant.rows("SELECT 1 FROM decisions WHERE id = '\(found)' AND inputs IS NOT NULL").count == 1
        }
        let password = try plant.folder.write(plant.password + "\n", to: "password")
        let login = try await desk(
            "login", "--hub", plant.calls.address, "--email", plant.email, "--password-file", password)
        #expect(login.status == 0, "\(login.output)")
        let there = try await desk("decisions", "replay", found)
        #expect(there.status == 0 && there.output == here.output, "\(there.output)")
        device.stop()
        try await plant.stop()
    }

    @Test("a command of the hub reaches a device, is answered by it, and outlives a killed agent and a killed hub")
    func command() async throws {
        let plant = try await PlantUnderTest.start(signsCommands: true)
        let desk = Desk(plant: plant)
        let machine = try ChildProcess(
            plant.program("millwright"),
            [
                "device", "simulate", "--host", "127.0.0.1", "--port", "\(plant.broker.port)", "--profiles",
                PlantUnderTest.root + "/firmware-profiles", "--machine", "pump-1:pump", "--factory", "hall",
                "--interval", "0.2",
            ])
        let listener = try ChildProcess(
            "mosquitto_sub",
            ["-h", "127.0.0.1", "-p", "\(plant.broker.port)", "-q", "1", "-t", "plant/hall/pump-1/cmd/+"])
        try await waitUntil("the hub knows the machine", within: .seconds(30)) {
            try await plant.rows("SELECT 1 FROM machines WHERE agent_id IS NOT NULL").count == 1
        }
        let password = try plant.folder.write(plant.password + "\n", to: "password")
        let login = try await desk(
            "login", "--hub", plant.calls.address, "--email", plant.email, "--password-file", password)
        #expect(login.status == 0, "\(login.output)")
        func states() async throws -> [String] {
            try await plant.rows("SELECT state FROM commands ORDER BY issued_at").map { $0[0] }
        }
        func told(_ action: String) -> Int {
            listener.output.components(separatedBy: #""action":"\#(action)""#).count - 1
        }

        let speed = try await desk(
            "command", "send", "hall/pump-1", "set_speed", "--arg", "speed=60", "--class", "idempotent", "--wait")
        #expect(speed.status == 0, "\(speed.output)")
        let hot = try await desk("command", "send", "hall/pump-1", "stop", "--require", "temperature < -50", "--wait")
        #expect(hot.status != 0 && hot.output.contains("COMMAND_MEASURED_FALSE"), "\(hot.output)")
        #expect(told("set_speed") == 1 && told("stop") == 0)

        // Two that wait: their agent dies, and until the hub is back nobody confirms its folder.
        let soon = ISO8601DateFormatter().string(from: Date().addingTimeInterval(15))
        for words in [["stop"], ["set_speed", "--arg", "speed=70", "--class", "idempotent"]] {
            let sent = try await desk(
                ["command", "send", "hall/pump-1"] + words + ["--not-before", soon, "--expires-in", "5m"])
            #expect(sent.status == 0, "\(sent.output)")
        }
        try await waitUntil("the agent has them", within: .seconds(20)) {
            try await states().suffix(2) == ["RECEIVED", "RECEIVED"]
        }
        plant.killHub()
        plant.killAgent()
        try await plant.startAgent()
        try await waitUntil("the repeatable one goes", within: .seconds(60)) { told("set_speed") == 2 }
        #expect(told("stop") == 0)
        try await plant.startHub()
        try await waitUntil("both are done", within: .seconds(60)) {
            try await states() == ["DONE", "REFUSED", "DONE", "DONE"]
        }
        #expect(told("stop") == 1)
        machine.terminate()
        listener.terminate()
        try await plant.stop()
    }
}

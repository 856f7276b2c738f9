import AgentConsole
import AgentPipeline
import AgentStore
import Runtime
import SyncCore
import SyncWire
import Synchronization
import Telemetry
import TestKit
import Testing

/// Rules that the hub gives to one machine: they decide like its profile's, and the document says what became of them.
@Suite("Rules from the hub", .serialized)
struct RuleDocumentEffectTests {
    private static let press = """
        name: press
        version: 1
        machine_type: PRESS
        metrics:
          - {name: temperature, unit: Cel, interval: 2s, scored: false}
        actions:
          - name: set_speed
            execution: repeatable
            timeout: 10s
            expires: 120s
            arguments:
              - {name: speed, unit: "%", range: [20, 100], default: 60}
        rules:
          - {name: hot, when: {all: [{metric: temperature, above: 80}]}, for: 0, risk: CRITICAL, root_cause: x,
             recommendation: y}
        """

    private static func rule(above: Int) -> FieldValue {
        .text(
            """
            when: {all: [{metric: temperature, above: \(above)}]}
            version: \(above)
            for: 0
            risk: WARNING
            root_cause: x
            recommendation: y
            """)
    }

    /// A gateway with a press, and the hub's copy of its document.
    private final class World {
        let bench: PlantBench
        private let document: HubDocument

        init() async throws {
            bench = try await PlantBench(profile: RuleDocumentEffectTests.press)
            document = HubDocument(
                of: try required(MachineKey(factory: "north", machine: "press1")), at: bench.hub)
            try await bench.publish("plant/north/press1/state", #"{"online": true, "profile": "press"}"#, retain: true)
            try await waitUntil("the press is known") {
                try await self.bench.status().machines.first?.profile == "press@1"
            }
        }

        /// Writes the fields for the hub, and sends them down.
        func write(_ fields: [String: FieldValue?]) throws {
            try document.write(fields, authority: .supervisor)
        }

        func heat(_ degrees: Int) async throws {
            let now = SystemClock().now().microseconds / 1_000
            try await bench.publish("plant/north/press1", #"{"ts": \#(now), "temperature": \#(degrees)}"#)
        }

        func decisions(of rule: String) async throws -> [FieldValue] {
            let told = try await bench.control("GET", ["decisions"]).body["data"]?.elements ?? []
            return told.filter { $0["rule"] == .text(rule) }
        }

        /// The rules that the machine is watched by, as `name source`.
        func rules() async throws -> [String] {
            let told = try await bench.control("GET", ["machines", "north/press1", "rules"]).body["data"]
            return (told?["rules"]?.elements ?? []).map { "\($0["name"]?.text ?? "") \($0["source"]?.text ?? "")" }
        }

        /// What the document says has become of a rule.
        func report(_ rule: String) async throws -> String? { try await report(of: "rule.\(rule)") }

        /// What the document says has become of a wish.
        func report(of field: String) async throws -> String? {
            let told = try await bench.control("GET", ["documents", "machine:north/press1"]).body["data"]
            let field = told?["fields"]?.elements.first { $0["path"] == .text("reported.\(field)") }
            return (field?["value"] ?? field?["inForce"])?.text
        }
    }

    @Test("one decides in the place of the profile's, also after a restart without the hub, until it is taken away")
    func life() async throws {
        let world = try await World()
        #expect(try await world.rules() == ["hot profile"])
        try world.write(["rule.hot": Self.rule(above: 60), "rule.warm": Self.rule(above: 40)])
        try await waitUntil("the rules are taken") { try await world.rules() == ["hot hub", "warm hub"] }
        try await world.heat(50)
        try await waitUntil("the new rule decides") { try await world.decisions(of: "warm").count == 1 }
        #expect(try await world.decisions(of: "hot").isEmpty)
        try await waitUntil("the document says so") { try await world.report("hot") == "taken" }

        world.bench.hub.state.withLock { $0.isReachable = false }
        try await world.bench.restart()
        try await waitUntil("the press is known") { try await world.rules() == ["hot hub", "warm hub"] }
        try await world.heat(70)
        try await waitUntil("the profile's rule decides by its new limit") {
            try await world.decisions(of: "hot").count == 1
        }
        let decision = try required(await world.decisions(of: "hot").first)
        #expect(decision["model"]?.text?.contains("hot@60") == true, "\(decision)")
        #expect(try await world.decisions(of: "warm").count == 1, "it goes on, and does not fire again")

        world.bench.hub.state.withLock { $0.isReachable = true }
        try world.write(["rule.hot": .flag(false), "rule.warm": nil])
        try await waitUntil("one is off, one is gone") { try await world.rules() == ["hot off"] }
        try await waitUntil("the document says so") {
            let (hot, warm) = (try await world.report("hot"), try await world.report("warm"))
            return hot == "taken" && warm == nil
        }
        try world.write(["rule.hot": nil, "rule.cold": .flag(false)])
        try await waitUntil("it is the profile's again") { try await world.rules() == ["hot profile", "cold off"] }
        try await waitUntil("the document says that nothing was there to be switched off") {
            try await world.report("cold") == "taken: there was no such rule"
        }
        _ = try await world.bench.stop()
    }

    @Test("one that cannot be read leaves the profile's in its place, and the document says what is wrong")
    func refused() async throws {
        let world = try await World()
        try world.write(["rule.hot": .text("when: {metric: pressure, above: 3}\nfor: 0\nrisk: WARNING")])
        try await waitUntil("the document says what is wrong") {
            try await world.report("hot")?.hasPrefix("refused: hot:1:") == true
        }
        #expect(try await world.rules() == ["hot profile"])
        try await world.heat(90)
        try await waitUntil("the profile's rule decides") { try await world.decisions(of: "hot").count == 1 }
        try world.write(["rule.hot": Self.rule(above: 60)])
        try await waitUntil("the document says that it is right now") { try await world.report("hot") == "taken" }
        #expect(try await world.decisions(of: "hot").count == 1, "what has fired does not fire for having been edited")
        _ = try await world.bench.stop()
    }

    @Test("a set-point out of its range and a profile that is not there are said to be so, until they are mended")
    func wishes() async throws {
        let world = try await World()
        for _ in 0..<2 {
            try world.write(["setpoint.speed": .number(5_000), "profile": .text("nosuch")])
            try await waitUntil("the document says what is wrong") {
                let (speed, profile) = (
                    try await world.report(of: "setpoint.speed"), try await world.report(of: "profile")
                )
                return speed?.hasPrefix("refused: ") == true && speed?.contains("100") == true
                    && profile == "refused: this gateway has no profile nosuch; press goes on"
            }
            try world.write(["setpoint.speed": .number(50), "profile": .text("press")])
            try await waitUntil("the document says it no more") {
                let (speed, profile) = (
                    try await world.report(of: "setpoint.speed"), try await world.report(of: "profile")
                )
                return speed == nil && profile == nil
            }
        }
        _ = try await world.bench.stop()
    }
}

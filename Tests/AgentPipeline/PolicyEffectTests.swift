import AgentConsole
import AgentPipeline
import AgentStore
import Runtime
import SyncCore
import SyncWire
import Telemetry
import TestKit
import Testing

/// Policies on a gateway: what the hub is asked and answers, and what a latch takes back.
@Suite("Policies on the gateway", .serialized)
struct PolicyEffectTests {
    private var now: Int64 { SystemClock().now().microseconds / 1_000 }

    private static let press = """
        name: press
        version: 1
        machine_type: PRESS
        metrics:
          - {name: temperature, unit: Cel, interval: 2s, scored: false}
        actions:
          - {name: stop, leads_to: OFFLINE}
          - {name: start, leads_to: ONLINE}
        rules:
          - {name: hot, when: {all: [{metric: temperature, above: 80}]}, for: 0, send: stop, risk: CRITICAL,
             root_cause: x, recommendation: y}
          - {name: silent, when: {metric: temperature, missing_for: 3s}, for: 0, send: start, risk: WARNING,
             root_cause: x, recommendation: y}
        autonomy:
          ask_hub: 2m
          actions:
            - {action: stop, confirmation: hub}
            - {action: start}
        """

    private func bench(heat: Int) async throws -> PlantBench {
        let bench = try await PlantBench(profile: Self.press)
        try await bench.publish("plant/north/press1/state", #"{"online": true, "profile": "press"}"#, retain: true)
        try await waitUntil("the press is known") { try await bench.status().machines.first?.profile == "press@1" }
        try await waitUntil("the hub is there") { try await bench.status().hub.isReachable }
        try await bench.publish("plant/north/press1", #"{"ts": \#(now), "temperature": \#(heat)}"#)
        return bench
    }

    private func decisions(_ bench: PlantBench, of rule: String) async throws -> [FieldValue] {
        let told = try await bench.control("GET", ["decisions"]).body["data"]?.elements ?? []
        return told.filter { $0["rule"] == .text(rule) }
    }

    private func patch(_ bench: PlantBench, _ fields: [String: FieldValue]) async throws -> Int {
        try await bench.control(
            "PATCH", ["documents", "machine:north/press1"], body: .object(["fields": .object(fields)])
        ).status
    }

    @Test("the hub is asked, and its answer in the machine's document decides", arguments: ["allow", "refuse"])
    func answer(word: String) async throws {
        let bench = try await bench(heat: 90)
        try await waitUntil("the hub is asked") { try await decisions(bench, of: "hot").count == 1 }
        let question = try required(try await decisions(bench, of: "hot").first)
        #expect(question["reasoning"]?.text?.contains("The hub is asked whether to send stop") == true)
        #expect(question["readings"]?.elements.last?["value"] == .number(90))
        let id = try required(question["id"]?.text)
        #expect(question["inputs"] == nil, "a list is short")
        let asked = try await bench.control("GET", ["decisions", id])
        #expect(asked.status == 200 && asked.body["data"]?["inputs"]?.text?.hasPrefix("01") == true)
        #expect(try await patch(bench, ["answer": .text("\(word) 0000")]) == 200, "an answer to nothing")
        #expect(try await decisions(bench, of: "hot").count == 1)
        #expect(try await patch(bench, ["answer": .text("\(word) \(id)")]) == 200)
        try await waitUntil("the answer is taken") { try await decisions(bench, of: "hot").count == 2 }
        let conclusion = try required(try await decisions(bench, of: "hot").first)
        let sent = word == "allow" ? "anna agreed. The device is told to stop." : "anna refused. Nothing is sent."
        #expect(conclusion["reasoning"] == .text("The hub was asked: \(sent)"))
        let settled = try await bench.control("GET", ["decisions", id]).body["data"]
        #expect(settled?["id"] == .text(id) && settled?["settledBy"] == conclusion["id"])
        for unknown in ["x", "\(DecisionID(UniqueID(high: 7, low: 7)))"] {
            #expect(try await bench.control("GET", ["decisions", unknown]).status == 404)
        }
        let store = try await bench.stop()
        let stops = try store.newestEvents(of: .action, count: 99).filter {
            if case .action(let action)? = try? EventPayload.decode(kind: $0.kind, payload: $0.payload) {
                action.name == "stop"
            } else {
                false
            }
        }
        #expect(stops.isEmpty == (word == "refuse"))
    }

    @Test("a start that waits for the broker is taken back when a latch is set")
    func latch() async throws {
        let bench = try await bench(heat: 60)
        try await waitUntil("the press is heard") {
            try await bench.status().machines.first?.live.metrics.isEmpty == false
        }
        bench.broker.kill()
        try await waitUntil("the start is decided") { try await decisions(bench, of: "silent").count == 1 }
        #expect(try await decisions(bench, of: "silent").first?["reasoning"]?.text?.contains("told to start") == true)
        #expect(try await patch(bench, ["latch.lockout": .flag(true)]) == 200)
        try await bench.broker.startAgain()
        func reasons() -> [String] {
            bench.hub.events.compactMap { event in
                if case .action(let action) = event, action.name == "start" {
                    "\(action.state.rawValue): \(action.reason)"
                } else {
                    nil
                }
            }
        }
        try await waitUntil("the start is taken back") { reasons().contains("FAILED: a safety latch is set") }
        #expect(!reasons().contains { $0.hasPrefix("SENT") })
        _ = try await bench.stop()
    }
}

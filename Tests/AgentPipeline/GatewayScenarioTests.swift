import AgentConsole
import AgentPipeline
import AgentStore
import Runtime
import Synchronization
import SyncWire
import Telemetry
import TestKit
import Testing

/// Scenarios by the machine's own twin, on the gateway, beside the plant thread.
@Suite("Scenarios on the gateway", .serialized)
struct GatewayScenarioTests {
    private static let pump = """
        name: mill
        version: 4
        machine_type: MILL
        metrics:
          - {name: power, unit: kW, interval: 2s, scored: false}
          - {name: temperature, unit: Cel, interval: 2s, scored: false}
        limits:
          - {metric: temperature, kind: TEMPERATURE, severity: WARNING, above: 75}
        twin:
          rated_power: 18
          settles: {rise: 35, power: 18}
        """

    private var now: Int64 { SystemClock().now().microseconds / 1_000 }

    private func bench() async throws -> PlantBench {
        let bench = try await PlantBench(profile: Self.pump)
        try await bench.publish("plant/north/mill1/state", #"{"online": true, "profile": "mill"}"#, retain: true)
        try await waitUntil("the mill is known") { try await bench.status().machines.first?.profile == "mill@4" }
        return bench
    }

    /// A row is whole when the next one begins.
    private func feed(_ bench: PlantBench) async throws {
        for time in [now - 2_000, now] {
            try await bench.publish("plant/north/mill1", #"{"ts": \#(time), "power": 12, "temperature": 50}"#)
        }
        try await waitUntil("the twin stands") { try await bench.status().machines.first?.calibration != nil }
    }

    private static let path = ["machines", "north/mill1", "twin", "scenario"]

    private static func body(
        _ scenario: String = "heavy_load", hours: Double = 48, paths: Double = 20, _ more: [String: FieldValue] = [:]
    ) -> FieldValue {
        let fields: [String: FieldValue] = [
            "scenario": .text(scenario), "hours": .number(hours), "overrides": .object(["paths": .number(paths)]),
        ]
        return .object(fields.merging(more) { $1 })
    }

    @Test("a scenario is computed by the calibrated twin, and told as the hub tells it")
    func told() async throws {
        let bench = try await bench()
        let early = try await bench.control("POST", Self.path, body: Self.body())
        #expect(early.status == 409 && early.body["error"]?["code"] == .text("TWIN_MISSING"))
        #expect(try await bench.control("GET", ["machines", "north/mill1", "twin"]).body["data"]?["state"] == .null)
        try await feed(bench)
        let report = try await bench.control("GET", ["machines", "north/mill1", "twin"])
        #expect(report.body["data"]?["state"]?["health"]?.number.map { $0 > 99 } == true)
        let answer = try await bench.control("POST", Self.path, body: Self.body(hours: 12))
        let told = try required(answer.body["data"])
        #expect(answer.status == 200 && told["machineId"] == .text("north/mill1") && told["paths"] == .number(20))
        #expect(told["machine"]?["ratedPower"] == .number(18) && told["machine"]?["profile"] == .text("mill@4"))
        #expect(told["machine"]?["limits"]?.elements.first?["threshold"] == .number(75))
        #expect(told["conditions"]?["loadMax"] == .number(27))
        let points = told["points"]?.elements ?? []
        #expect(points.count == 13 && points.last?["hours"] == .number(12))
        let wear = points.compactMap { $0["wear"]?["median"]?.number }
        #expect(wear.count == 13 && zip(wear, wear.dropFirst()).allSatisfy { $0 < $1 })
        // 150 % of the load heat it well over 35 °C above what is around it.
        #expect(points.last?["temperature"]?["median"]?.number.map { $0 > 65 } == true, "\(points.last ?? .null)")
        #expect(told["advice"]?.elements.first?["code"]?.text != nil)
        let again = try await bench.control("POST", Self.path, body: Self.body(hours: 12))
        #expect(again.body["data"]?["points"]?.elements.last?["wear"] == points.last?["wear"])
        let store = try await bench.stop()
        #expect(try store.newestEvents(of: .action, count: 9).isEmpty, "nothing is sent")
    }

    @Test("what is asked wrongly is refused with its field, and so are machines and methods that there are not")
    func refused() async throws {
        let bench = try await bench()
        let wrong: [(FieldValue, String)] = [
            (Self.body("gone"), "scenario"), (Self.body(hours: 0), "hours"), (Self.body("custom"), "load"),
            (Self.body(paths: 5_000), "paths"), (Self.body("normal", ["colour": .text("red")]), "colour"),
            (Self.body("custom", ["load": .list([.object(["hour": .number(3)])])]), "load"),
            (Self.body("custom", ["load": .list([]), "loadCycleHours": .number(24)]), "load"),
            (.object(["scenario": .text("normal")]), "hours"), (.list([]), "no object"),
        ]
        for (body, field) in wrong {
            let answer = try await bench.control("POST", Self.path, body: body)
            let message = answer.body["error"]?["message"]?.text ?? ""
            #expect(answer.status == 422 && answer.body["error"]?["code"] == .text("INVALID_INPUT"), "\(body)")
            #expect(message.contains(field), "\(message) of \(body)")
        }
        let unknown = try await bench.control("POST", ["machines", "north/x", "twin", "scenario"], body: Self.body())
        #expect(unknown.status == 404)
        #expect(try await bench.control("GET", Self.path).status == 405)
        #expect(try await bench.control("GET", ["machines", "north/mill1", "else"]).status == 404)
        _ = try await bench.stop()
    }

    @Test("the plant thread goes on while scenarios run, and more than four find no place")
    func bounded() async throws {
        let bench = try await bench()
        try await feed(bench)
        let answers = Mutex<[Int]>([])
        let caller = ControlCaller(name: "anna", authority: .operator)
        for _ in 0..<12 {
            let request = ControlRequest(
                method: "POST", path: ["api"] + Self.path, body: Self.body(hours: 600, paths: 150), caller: caller)
            bench.inbox.post(.controlAsked(request) { told in answers.withLock { $0.append(told.status) } })
        }
        // It is answered after the twelve were taken; were they computed on the plant thread, all would be done.
        _ = try await bench.status()
        #expect(answers.withLock { $0.count { $0 == 200 } } < 4)
        try await waitUntil("all are answered", within: .seconds(60)) { answers.withLock(\.count) == 12 }
        let statuses = answers.withLock { $0 }
        #expect(statuses.count { $0 == 503 } >= 1 && statuses.count { $0 == 200 } >= 4, "\(statuses)")
        #expect(statuses.allSatisfy { $0 == 200 || $0 == 503 })
        // There is room again.
        #expect(try await bench.control("POST", Self.path, body: Self.body(hours: 12)).status == 200)
        _ = try await bench.stop()
    }
}

import AgentConsole
import AgentPipeline
import AgentStore
import Foundation
import Runtime
import SyncCore
import SyncWire
import Synchronization
import Telemetry
import TestKit
import Testing

/// What documents make the agent do: set-points, its own settings, alerts on the shelf; and its quarantine by hand.
@Suite("Steering by documents", .serialized)
struct SteeringTests {
    private static let agent = AgentID(UniqueID(high: 2, low: 2))
    private static let hub = ReplicaID(side: .hub, id: UniqueID(high: 1, low: 2))
    private static let pump = "machine:north/pump1"
    private var now: Int64 { SystemClock().now().microseconds / 1_000 }

    private func bench() async throws -> PlantBench {
        let bench = try await PlantBench { settings in
            settings.enrolled = {
                CommandAdmission(tenant: TenantID(UniqueID(high: 1, low: 1)), agent: Self.agent, keys: [])
            }
        }
        try await bench.publish("plant/north/pump1/state", #"{"online": true, "profile": "pump"}"#, retain: true)
        try await bench.publish("plant/north/pump1", #"{"ts": \#(now), "power": 20, "temperature": 60}"#)
        try await waitUntil("the pump is known") { try await bench.status().machines.first?.profile == "pump@1" }
        return bench
    }

    private func patch(_ bench: PlantBench, _ key: String, _ fields: [String: FieldValue]) async throws -> Int {
        try await bench.control(
            "PATCH", ["documents", key], body: .object(["fields": .object(fields), "reason": .text("test")])
        ).status
    }

    /// What became of the commands of an action, in order.
    private func actions(_ name: String, _ bench: PlantBench) -> [DeviceAction] {
        bench.hub.events.compactMap { if case .action(let action) = $0, action.name == name { action } else { nil } }
    }

    private func value(_ path: String, of key: String, _ bench: PlantBench) async throws -> FieldValue? {
        let fields = try await bench.control("GET", ["documents", key]).body["data"]?["fields"]?.elements ?? []
        return fields.first { $0["path"] == .text(path) }?["value"]
    }

    @Test("a set-point goes to its device once, by the ledger, and again only when it is another one")
    func setpoint() async throws {
        let bench = try await bench()
        #expect(try await patch(bench, Self.pump, ["setpoint.speed": .number(70)]) == 200)
        try await waitUntil("it is sent") { actions("set_speed", bench).contains { $0.state == .sent } }
        let id = try required(actions("set_speed", bench).first?.id)
        try await bench.publish("plant/north/pump1/ack", #"{"id": "\#(id)", "status": "done"}"#)
        try await waitUntil("it is done") { actions("set_speed", bench).contains { $0.state == .done } }
        #expect(actions("set_speed", bench).first?.reason.contains("anna") == true)
        try await bench.restart()
        #expect(try await patch(bench, Self.pump, ["notes": .text("x")]) == 200)
        #expect(try await patch(bench, Self.pump, ["setpoint.speed": .number(75)]) == 200)
        try await waitUntil("the next one is sent") { Set(actions("set_speed", bench).map(\.id)).count == 2 }
        #expect(actions("set_speed", bench).filter { $0.id == id && $0.state == .sent }.count == 1)
        _ = try await bench.stop()
    }

    @Test("a set-point that the profile does not allow is refused with its reason; a latched machine is told later")
    func setpointsThatWait() async throws {
        let bench = try await bench()
        #expect(
            try await patch(bench, Self.pump, ["setpoint.speed": .number(500), "setpoint.colour": .number(1)]) == 200)
        func refused() -> [AuditEntry] {
            bench.hub.events.compactMap { event in
                if case .audit(let entry) = event, entry.action == "setpoint.refused" { entry } else { nil }
            }
        }
        try await waitUntil("both are refused") { refused().count == 2 }
        #expect(refused().contains { $0.detail.contains("colour") } && actions("set_speed", bench).isEmpty)
        #expect(try await patch(bench, Self.pump, ["latch.lockout": .flag(true)]) == 200)
        #expect(try await patch(bench, Self.pump, ["setpoint.speed": .number(50)]) == 200)
        let shown = try await bench.control("GET", ["documents", Self.pump]).body["data"]
        let dot = try required(shown?["latches"]?.elements.first?["dot"]?.text)
        try await waitUntil("the agent has looked at it") { refused().count == 2 }
        #expect(actions("set_speed", bench).isEmpty)
        let cleared = try await bench.control(
            "PATCH", ["documents", Self.pump],
            body: .object([
                "fields": .object(["latch.lockout": .flag(false)]), "names": .list([.text(dot)]),
            ]))
        #expect(cleared.status == 200)
        try await waitUntil("it is sent") { actions("set_speed", bench).contains { $0.state == .sent } }
        _ = try await bench.stop()
    }

    @Test("the agent follows what the hub desires of its settings, and reports what is in force")
    func configuration() async throws {
        let bench = try await bench()
        var document = Document(key: .agent(Self.agent))
        func desire(_ fields: [String: FieldValue]) throws {
            let known = document.versions[Self.hub]
            for (path, value) in fields.sorted(by: { $0.key < $1.key }) {
                document.write(
                    FieldEdit(path: try required(FieldPath(path)), value: value, actor: "ada", authority: .admin),
                    at: HybridTime(at: SystemClock().now()), by: Self.hub, base: nil)
            }
            bench.hub.send(.document(try required(document.patch(of: Self.hub, after: known))))
        }
        let key = "agent:\(Self.agent)"
        try desire([
            "desired.scoring.derived_interval": .number(3), "desired.sync.interval": .number(0.2),
            "desired.store.seal_after_online": .text("soon"), "desired.mqtt.port": .number(1),
        ])
        try await waitUntil("it reports") {
            try await value("reported.scoring.derived_interval", of: key, bench) == .number(3)
        }
        #expect(try await value("reported.sync.interval", of: key, bench) == .number(0.2))
        // What cannot be followed says why, and what the file says stays in force.
        #expect(try await value("reported.store.seal_after_online", of: key, bench) == .number(0.2))
        #expect(try await value("reported.refused.store.seal_after_online", of: key, bench)?.text != nil)
        #expect(try await value("reported.refused.mqtt.port", of: key, bench)?.text != nil)
        // It holds after a restart too, and the hub has the report.
        try await bench.restart()
        try await waitUntil("the hub has the report") {
            bench.hub.state.withLock { $0.documents }.contains { record in
                (try? DocumentPatch.decode(record.payload))?.writes.contains {
                    $0.path.description == "reported.sync.interval" && $0.value == .number(0.2)
                } ?? false
            }
        }
        try desire(["desired.store.seal_after_online": .number(5)])
        try await waitUntil("it is followed") {
            try await value("reported.store.seal_after_online", of: key, bench) == .number(5)
        }
        let refused = try await value("reported.refused.store.seal_after_online", of: key, bench)
        #expect(refused == nil || refused == .null)
        _ = try await bench.stop()
    }

    @Test("an alert on the shelf is shown so until its time is over")
    func shelf() async throws {
        let bench = try await bench()
        let begin = now
        for second in 0..<10 {
            try await bench.publish(
                "plant/north/pump1", #"{"ts": \#(begin + Int64(second) * 1_000), "power": 20, "temperature": 80}"#)
        }
        try await waitUntil("the alert is raised") {
            try await bench.status().machines.first?.alerts.contains { $0.kind == .temperature } ?? false
        }
        let alert = try required(await bench.status().machines.first?.alerts.first { $0.kind == .temperature })
        func state() async throws -> AlertState? {
            try await bench.status().machines.first?.alerts.first { $0.id == alert.id }?.state
        }
        let key = "alert:\(alert.id)"
        #expect(try await patch(bench, key, ["shelved-until": .text("tomorrow")]) == 422)
        let late = SystemClock().now().advanced(seconds: 3_600)
        #expect(try await patch(bench, key, ["shelved-until": .text(late.rfc3339)]) == 200)
        #expect(try await state() == .shelved)
        try await bench.restart()
        #expect(try await state() == .shelved)
        let soon = SystemClock().now().advanced(seconds: 1)
        #expect(try await patch(bench, key, ["shelved-until": .text(soon.rfc3339)]) == 200)
        try await waitUntil("its time is over") { try await state() == .unacknowledgedActive }
        _ = try await bench.stop()
    }

    @Test("the quarantine is looked at, replayed and dropped over the control socket, by who may")
    func quarantine() async throws {
        let bench = try await bench()
        try await bench.publish("plant/north/pump1", #"{"ts": \#(now), "temperature": 900}"#)
        func list() async throws -> [FieldValue] {
            try await bench.control("GET", ["quarantine"]).body["data"]?.elements ?? []
        }
        try await waitUntil("it is in quarantine") { try await list().count == 1 }
        let row = try await list()[0]
        #expect(row["topic"] == .text("plant/north/pump1") && row["payload"] == nil)
        let id = "\(Int64(try required(row["id"]?.number)))"
        let whole = try await bench.control("GET", ["quarantine", id])
        #expect(whole.body["data"]?["payload"]?.text?.contains("900") == true)
        let replayed = try await bench.control("POST", ["quarantine", id, "replay"])
        #expect(replayed.status == 422 && replayed.body["error"]?["code"] == .text("QUARANTINE_UNREADABLE"))
        #expect(try await list().count == 1)
        let weak = try await bench.control("DELETE", ["quarantine", id], authority: .operator)
        #expect(weak.status == 403 && weak.body["error"]?["code"] == .text("NOT_PERMITTED"))
        #expect(try await bench.control("GET", ["quarantine", "99999"]).status == 404)
        #expect(try await bench.control("DELETE", ["quarantine", id]).status == 200)
        #expect(try await list().isEmpty)
        try await waitUntil("the hub knows who dropped it") {
            bench.hub.events.contains { event in
                if case .audit(let entry) = event {
                    entry.action == "quarantine.dropped" && entry.actor == "anna" && entry.target == id
                } else {
                    false
                }
            }
        }
        _ = try await bench.stop()
    }
}

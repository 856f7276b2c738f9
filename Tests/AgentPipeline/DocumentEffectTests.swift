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

/// What people set on the gateway takes effect there at once, without a hub too.
@Suite("Documents on the gateway", .serialized)
struct DocumentEffectTests {
    private var now: Int64 { SystemClock().now().microseconds / 1_000 }
    private static let key = "machine:north/pump1"

    private func bench() async throws -> PlantBench {
        let bench = try await PlantBench()
        bench.hub.state.withLock { $0.isReachable = false }
        try await bench.publish("plant/north/pump1/state", #"{"online": true, "profile": "pump"}"#, retain: true)
        try await bench.publish("plant/north/pump1", #"{"ts": \#(now), "power": 20, "temperature": 60}"#)
        try await waitUntil("the pump is known") { try await bench.status().machines.first?.profile == "pump@1" }
        return bench
    }

    private func patch(
        _ bench: PlantBench, _ fields: [String: FieldValue], authority: Authority = .supervisor, names: [String] = []
    ) async throws -> (status: Int, body: FieldValue) {
        try await bench.control(
            "PATCH", ["documents", Self.key],
            body: .object([
                "fields": .object(fields), "reason": .text("test"), "names": .list(names.map { .text($0) }),
            ]), authority: authority)
    }

    @Test("status and latches hold at once, and a latch is cleared only by who names it")
    func latch() async throws {
        let bench = try await bench()
        #expect(try await patch(bench, ["status": .text("MAINTENANCE")]).status == 200)
        #expect(try await bench.status().machines.first?.live.status == .maintenance)
        let set = try await patch(bench, ["latch.emergency-stop": .flag(true)], authority: .operator)
        #expect(set.status == 200)
        #expect(try await bench.status().machines.first?.live.status == .offline)
        #expect(try await patch(bench, ["status": .text("ONLINE")]).status == 200)
        #expect(try await bench.status().machines.first?.live.status == .offline)
        let unnamed = try await patch(bench, ["latch.emergency-stop": .flag(false)])
        #expect(unnamed.status == 422 && unnamed.body["error"]?["code"] == .text("LATCH_NOT_NAMED"))
        let shown = try await bench.control("GET", ["documents", Self.key]).body["data"]
        let dot = try required(shown?["latches"]?.elements.first?["dot"]?.text)
        let weak = try await patch(bench, ["latch.emergency-stop": .flag(false)], authority: .operator, names: [dot])
        #expect(weak.status == 403)
        #expect(try await patch(bench, ["latch.emergency-stop": .flag(false)], names: [dot]).status == 200)
        #expect(try await bench.status().machines.first?.live.status == .online)
        let store = try await bench.stop()
        // All of it waits for the hub: in records of stream D, or to become some.
        #expect(store.documentBacklog.newest + UInt64(store.documentBacklog.dirty) > 0)
        #expect(store.acknowledgedDocuments.seq == 0)
    }

    @Test("a limit that was set on the gateway alerts there, and what the rule decides is written into the document")
    func limit() async throws {
        let bench = try await bench()
        let path = "limit.temperature.TEMPERATURE.CRITICAL.above"
        #expect(try await patch(bench, [path: .number(50)]).status == 200)
        let begin = now
        for second in 0..<30 {
            try await bench.publish(
                "plant/north/pump1", #"{"ts": \#(begin + Int64(second) * 1_000), "power": 20, "temperature": 61}"#)
        }
        try await waitUntil("the alert of the new limit is raised") {
            try await bench.status().machines.first?.alerts.contains { $0.limit == 50 } ?? false
        }
        let alert = try required(await bench.status().machines.first?.alerts.first { $0.limit == 50 })
        let seen = try await bench.control(
            "PATCH", ["documents", "alert:\(alert.id)"],
            body: .object(["fields": .object(["acknowledged.anna": .text("seen")])]))
        #expect(seen.status == 200)
        let after = try await bench.status().machines.first?.alerts.first { $0.id == alert.id }
        #expect(after?.state == .acknowledgedActive)
        _ = try await bench.stop()
    }

    @Test("bad edits are refused with the field that is wrong")
    func refused() async throws {
        let bench = try await bench()
        let hubOnly = try await patch(bench, ["approval": .text("APPROVED")])
        #expect(hubOnly.status == 422 && hubOnly.body["error"]?["code"] == .text("FIELD_HUB_ONLY"))
        let wrong = try await patch(bench, ["status": .text("ON")])
        #expect(wrong.status == 422 && wrong.body["error"]?["message"]?.text?.contains("status") == true)
        let unknown = try await bench.control(
            "PATCH", ["documents", "machine:north/none"], body: .object(["fields": .object(["notes": .text("x")])]))
        #expect(unknown.status == 404)
        let stale = try await bench.control(
            "PATCH", ["documents", Self.key],
            body: .object(["fields": .object(["notes": .text("x")]), "ifRevision": .number(7)]))
        #expect(stale.status == 409 && stale.body["error"]?["code"] == .text("STALE_REVISION"))
        #expect(try await bench.control("DELETE", ["documents", Self.key]).status == 405)
        #expect(try await bench.control("GET", ["nothing"]).status == 404)
        _ = try await bench.stop()
    }

    @Test("a conflict is seen, resolved and taken back on the gateway, without the hub")
    func conflict() async throws {
        let bench = try await bench()
        #expect(try await patch(bench, ["setpoint.speed": .number(60)]).status == 200)
        let hub = ReplicaID(side: .hub, id: UniqueID(high: 1, low: 2))
        let write = FieldWrite(
            path: FieldPath(known: "setpoint.speed"), dot: Dot(replica: hub, counter: 1), value: .number(90),
            label: HybridTime(at: SystemClock().now()), actor: "ada@hub", authority: .supervisor,
            context: VersionVector())
        let patch = DocumentPatch(
            key: try required(DocumentKey(Self.key)), writes: [write], through: VersionVector([write.dot]))
        bench.hub.send(.document(patch))
        bench.hub.state.withLock { $0.isReachable = true }
        try await waitUntil("the conflict is found") {
            try await bench.control("GET", ["conflicts"], query: ["state": "open"]).body["data"]?.elements.count == 1
        }
        bench.hub.state.withLock { $0.isReachable = false }
        let found = try required(await bench.control("GET", ["conflicts"]).body["data"]?.elements.first)
        let id = try required(found["id"]?.text)
        #expect(found["inForce"] == .number(60))
        let bundle = try required(await bench.control("GET", ["conflicts", id, "export"]).body["data"])
        guard case .object(let members) = bundle else { throw BenchFailure(description: "no bundle: \(bundle)") }
        #expect(Set(members.keys) == ["format", "conflict", "before", "siblings", "policy", "outcome"])
        #expect(try ConflictEvidence(json: bundle).replayed() == nil)
        let body: FieldValue = .object(["take": .text("hub"), "reason": .text("agreed")])
        let weak = try await bench.control("POST", ["conflicts", id, "resolve"], body: body, authority: .operator)
        #expect(weak.status == 403 && weak.body["error"]?["code"] == .text("NOT_PERMITTED"))
        let unconfirmed = try await bench.control("POST", ["conflicts", id, "resolve"], body: body)
        #expect(unconfirmed.status == 409 && unconfirmed.body["error"]?["code"] == .text("SAFETY_NOT_CONFIRMED"))
        #expect(try await bench.control("POST", ["conflicts", id, "claim"]).body["data"]?["state"] == .text("claimed"))
        let confirmed: FieldValue = .object([
            "take": .text("hub"), "reason": .text("agreed"), "confirmSafety": .flag(true),
        ])
        let resolved = try await bench.control("POST", ["conflicts", id, "resolve"], body: confirmed)
        #expect(resolved.status == 200 && resolved.body["data"]?["state"] == .text("resolved"))
        #expect(resolved.body["data"]?["inForce"] == .number(90))
        let again = try await bench.control("POST", ["conflicts", id, "resolve"], body: confirmed)
        #expect(again.status == 409)
        let undone = try await bench.control("POST", ["conflicts", id, "undo"])
        #expect(undone.body["data"]?["state"] == .text("reopened"))
        let document = try await bench.control("GET", ["documents", Self.key]).body["data"]
        let speed = document?["fields"]?.elements.first { $0["path"] == .text("setpoint.speed") }
        #expect(speed?["value"] == .number(60) && speed?["conflicted"] == .flag(true))
        #expect(document?["conflicted"] == .flag(true), "a person has to decide again")
        let paths = document?["fields"]?.elements.compactMap { $0["path"]?.text } ?? []
        #expect(!paths.contains { $0.hasPrefix("reopened.") }, "a mark is no setting: \(paths)")
        _ = try await bench.stop()
    }

    @Test("a pause survives a restart, and shows")
    func pause() async throws {
        let bench = try await PlantBench()
        try await waitUntil("a round was answered") {
            try await bench.control("GET", ["sync"]).body["data"]?["hub"]?["reachable"] == .flag(true)
        }
        #expect(try await bench.control("POST", ["sync", "pause"]).body["data"]?["paused"] == .flag(true))
        try await waitUntil("the round under way is over") {
            try await bench.control("GET", ["sync"]).body["data"]?["state"] == .text("paused")
        }
        #expect(try await bench.control("POST", ["sync", "now"]).body["error"]?["code"] == .text("SYNC_PAUSED"))
        try await bench.restart()
        let state = try await bench.control("GET", ["sync"]).body["data"]
        #expect(state?["paused"] == .flag(true) && state?["state"] == .text("paused"))
        #expect(state?["nextRoundAt"] == nil, "there is none while it is paused")
        let before = bench.hub.state.withLock { $0.events.count }
        try await bench.publish("plant/north/m1", #"{"ts": \#(now), "power": 20}"#)
        try await waitUntil("the machine is known") { try await !bench.status().machines.isEmpty }
        #expect(bench.hub.state.withLock { $0.events.count } == before)
        #expect(try await bench.control("POST", ["sync", "resume"]).body["data"]?["paused"] == .flag(false))
        try await waitUntil("rounds go on") { bench.hub.state.withLock { $0.events.count } > before }
        _ = try await bench.stop()
    }
}

import AgentConsole
import AgentPipeline
import AgentStore
import Crypto
import Foundation
import Runtime
import SyncCore
import SyncWire
import Synchronization
import Telemetry
import TestKit
import Testing

/// Commands of the hub from its downlink to the device and back.
@Suite("Commands of the hub", .serialized)
struct HubCommandTests {
    private static let tenant = TenantID(UniqueID(high: 1, low: 1))
    private static let agent = AgentID(UniqueID(high: 2, low: 2))
    private let key = Curve25519.Signing.PrivateKey()
    let clock = SystemClock()
    private var now: Int64 { clock.now().microseconds / 1_000 }

    func bench(hasKey: Bool = true, profile: String? = nil) async throws -> PlantBench {
        let keys = hasKey ? [CommandKeys.Key(id: "k1", publicKey: Array(key.publicKey.rawRepresentation))] : []
        let bench = try await PlantBench(profile: profile) { settings in
            settings.enrolled = { CommandAdmission(tenant: Self.tenant, agent: Self.agent, keys: keys) }
        }
        let name = profile == nil ? "pump" : "valve"
        try await bench.publish("plant/north/pump1/state", #"{"online": true, "profile": "\#(name)"}"#, retain: true)
        try await bench.publish("plant/north/pump1", #"{"ts": \#(now), "power": 20, "temperature": 60}"#)
        try await waitUntil("the pump is known") { try await bench.status().machines.first?.profile == "\(name)@1" }
        return bench
    }

    func order(_ number: UInt64, _ change: (inout CommandOrder) -> Void = { _ in }) throws -> CommandOrder {
        let issued = clock.now()
        var order = CommandOrder(
            id: DeviceCommandID(UniqueID(high: 9, low: number)), tenant: Self.tenant, agent: Self.agent,
            machine: try required(MachineKey("north/pump1")), action: "stop", issuer: "ada", issuedAt: issued,
            notBefore: issued, expiresAt: issued.advanced(seconds: 60))
        change(&order)
        return order
    }

    func send(_ order: CommandOrder, to bench: PlantBench, forge: Bool = false) throws {
        bench.hub.send(.command(try signed(order, forge: forge)))
    }

    func signed(_ order: CommandOrder, forge: Bool = false) throws -> SignedCommand {
        let bytes = order.encode()
        var signature = Array(try key.signature(for: bytes))
        if forge { signature[0] ^= 1 }
        return SignedCommand(order: bytes, key: "k1", signature: signature)
    }

    func end(_ order: CommandOrder, of bench: PlantBench) async throws -> CommandResult {
        try await waitUntil("the command ends") { bench.hub.states(of: order.id).last?.state.isFinal ?? false }
        return try required(bench.hub.states(of: order.id).last)
    }

    private func acknowledge(_ order: CommandOrder, _ status: String, _ bench: PlantBench) async throws {
        try await bench.publish("plant/north/pump1/ack", #"{"id": "\#(order.id)", "status": "\#(status)"}"#)
    }

    @Test("a command goes to the device once, and each of its states reaches the hub")
    func done() async throws {
        let bench = try await bench()
        let order = try order(1)
        try send(order, to: bench)
        try send(order, to: bench)  // the hub may say it twice
        try await waitUntil("it goes") { bench.hub.states(of: order.id).contains { $0.state == .executing } }
        try await acknowledge(order, "accepted", bench)
        try await acknowledge(order, "done", bench)
        _ = try await end(order, of: bench)
        #expect(bench.hub.states(of: order.id).map(\.state) == [.received, .executing, .accepted, .done])
        let listed = try await bench.control("GET", ["commands"]).body["data"]?.elements ?? []
        #expect(listed.map { $0["state"] } == [.text("DONE")])
        // Nobody told the hub of an action of the agent's own.
        #expect(!bench.hub.events.contains { if case .action = $0 { true } else { false } })
        _ = try await bench.stop()
    }

    @Test("what may not be carried out is refused with its reason, and never reaches the device")
    func refused() async throws {
        let bench = try await bench()
        let temperature = try required(MetricName("temperature"))
        let cases: [(CommandOrder, Bool, String)] = [
            (try order(1) { $0.expiresAt = clock.now().advanced(seconds: -1) }, false, "COMMAND_EXPIRED"),
            (try order(2), true, "COMMAND_SIGNATURE_INVALID"),
            (try order(3) { $0.agent = AgentID(UniqueID(high: 7, low: 7)) }, false, "COMMAND_AGENT_OTHER"),
            (try order(4) { $0.action = "fly" }, false, "COMMAND_ACTION_NOT_ALLOWED"),
            (try order(5) { $0.precondition.status = .offline }, false, "COMMAND_STATUS_OTHER"),
            (
                try order(6) {
                    $0.precondition.measured = [
                        .init(metric: temperature, comparison: .greater, value: 90, ageSecondsMax: 600)
                    ]
                }, false, "COMMAND_MEASURED_FALSE"
            ),
            (try order(7) { $0.executionClass = .idempotent }, false, "COMMAND_ACTION_NOT_ALLOWED"),
            (
                try order(8) {
                    $0.action = "start"
                    $0.executionClass = .probe
                }, false, "COMMAND_ACTION_NOT_ALLOWED"
            ),
            (
                try order(9) {
                    $0.action = "set_speed"
                    $0.arguments = .object(["speed": .number(500)])
                }, false, "COMMAND_ACTION_NOT_ALLOWED"
            ),
        ]
        for (order, forge, code) in cases {
            try send(order, to: bench, forge: forge)
            let result = try await end(order, of: bench)
            #expect(result.code == code, "\(order.id): \(result.reason)")
            #expect(!bench.hub.states(of: order.id).contains { $0.state == .executing })
        }
        _ = try await bench.stop()
    }

    @Test("a forged command says nothing of the live one whose id it has")
    func forged() async throws {
        let bench = try await bench()
        let live = try order(1) { $0.notBefore = clock.now().advanced(seconds: 50) }
        try send(live, to: bench)
        try await waitUntil("it is received") { !bench.hub.states(of: live.id).isEmpty }
        try send(live, to: bench, forge: true)
        try await waitUntil("the forged one is refused") { bench.hub.states(of: live.id).count == 2 }
        let refusal = try required(bench.hub.states(of: live.id).last)
        #expect(refusal.code == "COMMAND_SIGNATURE_INVALID" && refusal.received != nil)
        // The live one waits as before, and goes its way.
        let listed = try await bench.control("GET", ["commands"]).body["data"]?.elements ?? []
        #expect(listed.map { $0["state"] } == [.text("RECEIVED")])
        _ = try await bench.stop()
    }

    @Test("a command without a signature ends refused, and nothing of it is put aside")
    func unsigned() async throws {
        let bench = try await bench()
        let order = try order(1)
        bench.hub.send(.command(SignedCommand(order: order.encode(), key: "k1", signature: [])))
        let result = try await end(order, of: bench)
        #expect(result.state == .refused && result.code == "COMMAND_SIGNATURE_INVALID")
        _ = try await bench.stop()
    }

    @Test("an agent without a key takes the first set from its hub, and after that none without a voucher")
    func firstKeys() async throws {
        let bench = try await bench(hasKey: false)
        let early = try order(1)
        try send(early, to: bench)
        #expect(try await end(early, of: bench).code == "COMMAND_KEY_UNKNOWN")
        var set = CommandKeys(
            keys: [.init(id: "k1", publicKey: Array(key.publicKey.rawRepresentation))], key: "k1", signature: [])
        set.signature = Array(try key.signature(for: set.signedBytes))
        bench.hub.send(.keys(set))
        let fresh = Curve25519.Signing.PrivateKey()
        var other = CommandKeys(
            keys: [.init(id: "k1", publicKey: Array(fresh.publicKey.rawRepresentation))], key: "k1", signature: [])
        other.signature = Array(try fresh.signature(for: other.signedBytes))
        bench.hub.send(.keys(other))
        let order = try order(2)
        try send(order, to: bench)
        try await acknowledgeWhenGone(order, bench)
        _ = try await bench.stop()
    }

    @Test("a latched machine is not started by a command whose issuer had not seen the latch")
    func latched() async throws {
        let bench = try await bench()
        let set = try await bench.control(
            "PATCH", ["documents", "machine:north/pump1"],
            body: .object(["fields": .object(["latch.lockout": .flag(true)])]))
        let dot = try required(set.body["data"]?["latches"]?.elements.first?["dot"]?.text.flatMap(Dot.init))
        let blind = try order(1) {
            $0.action = "start"
            $0.precondition.latchesClear = false
        }
        try send(blind, to: bench)
        #expect(try await end(blind, of: bench).code == "COMMAND_LATCHED")
        let seen = try order(2) {
            $0.action = "start"
            $0.precondition.latchesSeen = [dot]
        }
        try send(seen, to: bench)
        try await waitUntil("it goes") { bench.hub.states(of: seen.id).contains { $0.state == .executing } }
        try await acknowledge(seen, "done", bench)
        #expect(try await end(seen, of: bench).state == .done)
        _ = try await bench.stop()
    }

    @Test("a command that waits can be taken back, and one that has gone cannot")
    func cancelled() async throws {
        let bench = try await bench()
        let waiting = try order(1) { $0.notBefore = clock.now().advanced(seconds: 50) }
        try send(waiting, to: bench)
        try await waitUntil("it is received") { !bench.hub.states(of: waiting.id).isEmpty }
        bench.hub.send(.cancel(CommandCancel(id: waiting.id, reason: "not needed", at: clock.now())))
        #expect(try await end(waiting, of: bench).state == .cancelled)
        let gone = try order(2)
        try send(gone, to: bench)
        try await waitUntil("it goes") { bench.hub.states(of: gone.id).contains { $0.state == .executing } }
        bench.hub.send(.cancel(CommandCancel(id: gone.id, reason: "too late", at: clock.now())))
        try await acknowledge(gone, "done", bench)
        #expect(try await end(gone, of: bench).state == .done)
        _ = try await bench.stop()
    }

    @Test("after a restart a command that may have gone is UNKNOWN, told once, with an alert; one that waits goes on")
    func restarted() async throws {
        let bench = try await bench()
        let gone = try order(1)
        let waiting = try order(2) { $0.notBefore = clock.now().advanced(seconds: 3) }
        try send(gone, to: bench)
        try send(waiting, to: bench)
        try await waitUntil("it goes") { bench.hub.states(of: gone.id).contains { $0.state == .executing } }
        try await bench.restart()
        #expect(try await end(gone, of: bench).state == .unknown)
        #expect(alerts(of: gone, bench).map(\.kind) == [.commandUnknown])
        try await waitUntil("the other one goes") {
            bench.hub.states(of: waiting.id).contains { $0.state == .executing }
        }
        #expect(bench.hub.states(of: gone.id).filter { $0.state == .executing }.count == 1)
        _ = try await bench.stop()
    }

    @Test("keys are replaced only by a set that a trusted key vouches for")
    func keys() async throws {
        let bench = try await bench()
        let fresh = Curve25519.Signing.PrivateKey()
        var set = CommandKeys(
            keys: [.init(id: "k2", publicKey: Array(fresh.publicKey.rawRepresentation))], key: "k1", signature: [])
        set.signature = Array(try fresh.signature(for: set.signedBytes))  // by itself: worth nothing
        bench.hub.send(.keys(set))
        let still = try order(1)
        try send(still, to: bench)
        try await acknowledgeWhenGone(still, bench)
        set.signature = Array(try key.signature(for: set.signedBytes))
        bench.hub.send(.keys(set))
        let old = try order(2)
        try send(old, to: bench)
        #expect(try await end(old, of: bench).code == "COMMAND_KEY_UNKNOWN")
        let new = try order(3)
        let bytes = new.encode()
        bench.hub.send(
            .command(SignedCommand(order: bytes, key: "k2", signature: Array(try fresh.signature(for: bytes)))))
        try await acknowledgeWhenGone(new, bench)
        _ = try await bench.stop()
    }

    private func acknowledgeWhenGone(_ order: CommandOrder, _ bench: PlantBench) async throws {
        try await waitUntil("it goes") { bench.hub.states(of: order.id).contains { $0.state == .executing } }
        try await acknowledge(order, "done", bench)
        #expect(try await end(order, of: bench).state == .done)
    }
}

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

@Suite("A reading that cannot be looked up now", .serialized)
struct LookupFailureTests {
    private static let press = """
        name: press
        version: 1
        machine_type: PRESS
        metrics:
          - {name: temperature, unit: Cel, interval: 2s, scored: false}
          - {name: vibration, unit: mm/s, interval: 2s, scored: false}
        actions:
          - {name: stop, leads_to: OFFLINE}
        rules:
          - {name: hot, when: {metric: temperature, above: 80}, for: 0, set_status: OFFLINE, send: stop,
             risk: CRITICAL, root_cause: x, recommendation: y}
        autonomy:
          statuses: [OFFLINE]
          actions:
            - {action: stop}
        """

    private func status(_ machine: String, _ bench: PlantBench) async throws -> MachineStatus? {
        try await bench.status().machines.first { $0.live.key.machine == machine }?.live.status
    }

    /// A segment whose name leads to itself is one that may be there again.
    @Test("leaves its message with the broker, and what was taken of it to its own machine")
    func comesAgain() async throws {
        let bench = try await PlantBench(profile: Self.press) {
            $0.reconnectSeconds = 0.05...0.1
            // Long enough for both readings to be in one segment, on a busy machine too.
            $0.sealAfterSeconds = 4
            $0.sealAfterSecondsAlone = 4
        }
        bench.hub.state.withLock { $0.isReachable = false }
        for machine in ["press2", "press1"] {
            let state = #"{"online": true, "profile": "press"}"#
            try await bench.publish("plant/north/\(machine)/state", state, retain: true)
        }
        let now = SystemClock().now().microseconds / 1_000
        for time in [now - 20_000, now + 20_000] {
            try await bench.publish("plant/north/press1", #"{"ts": \#(time), "vibration": 1}"#)
        }
        let segment = bench.folder.file("data/segments/000000000001.seg")
        try await waitUntil("a segment") { FileManager.default.fileExists(atPath: segment) }
        let aside = bench.folder.file("aside")
        try FileManager.default.moveItem(atPath: segment, toPath: aside)
        try FileManager.default.createSymbolicLink(atPath: segment, withDestinationPath: segment)

        let late = #"{"ts": \#(now), "temperature": 95, "vibration": 2}"#
        try await bench.publish("plant/north/press1", late)
        try await bench.publish("plant/north/press2", #"{"ts": \#(now), "temperature": 20}"#)
        try await waitUntil("it is told") { !bench.isStoreReady }
        try await waitUntil("the hot press is stopped") { try await status("press1", bench) == .offline }
        // A tick, which records effects of each machine in turn.
        try await Task.sleep(for: .milliseconds(1_200))
        #expect(try await bench.status().messagesQuarantined == 0)

        try FileManager.default.removeItem(atPath: segment)
        try FileManager.default.moveItem(atPath: aside, toPath: segment)
        try await waitUntil("all is taken") { try await bench.status().readingsStored == 5 }
        try await waitUntil("that is told") { bench.isStoreReady }
        #expect(try await status("press2", bench) == .online)
        let store = try await bench.stop()
        #expect(try store.newestQuarantined(count: 9).isEmpty)
        #expect(store.unsentTotals.readings == 5)
        let stopped = try store.newestEvents(of: .machineStatus, count: 9).compactMap {
            if case .machineStatus(let change) = try EventPayload.decode(kind: $0.kind, payload: $0.payload) {
                change.machine.machine
            } else {
                nil
            }
        }
        #expect(stopped == ["press1"])
    }
}

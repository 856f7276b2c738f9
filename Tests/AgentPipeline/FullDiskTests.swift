import AgentConsole
import AgentPipeline
import AgentStore
import MQTT
import MillwrightDevice
import Runtime
import SyncCore
import SyncWire
import Synchronization
import Telemetry
import TestKit
import Testing

@Suite("A disk that is full", .serialized)
struct FullDiskTests {
    @Test("when the agent is stopped then, nothing is acknowledged that is not stored: it comes again")
    func stop() async throws {
        let bench = try await PlantBench {
            // A sealed window would make room in the core file.
            $0.sealAfterSeconds = 3_600
            $0.sealAfterSecondsAlone = 3_600
            // What is unread when a socket closes resets it, and takes acknowledgements along that were written.
            $0.broker.version = .v5
            $0.broker.receiveMaximum = 20
        }
        bench.hub.state.withLock { $0.isReachable = false }
        let begin = SystemClock().now().microseconds / 1_000 - 100_000_000
        var published: Int64 = 0
        func publish(_ count: Int) async {
            for _ in 0..<count {
                let text = #"{"ts": \#(begin + (published + 1) * 1_000), "power": \#(published % 50)}"#
                if bench.publisher.submit(DeviceMessage(topic: "plant/north/pump1", text: text)) { published += 1 }
            }
            await bench.publisher.waitForSpace()
        }
        await publish(10)
        try await bench.restart(pages: 10)
        // In a flood each turn has read messages, also the one that finds the disk full.
        while bench.isStoreReady, published < 200_000 { await publish(100) }
        #expect(!bench.isStoreReady, "the disk is full")
        try await waitUntil("the broker has all") { bench.publisher.pending == 0 }
        try await bench.restart()
        await publish(10)
        try await waitUntil("all is stored", within: .seconds(60)) {
            try await bench.status().backlog.readings == UInt64(published)
        }
        let store = try await bench.stop()
        #expect(store.unsentTotals.readings == UInt64(published))
    }
}

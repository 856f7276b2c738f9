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

    @Test("to the byte: no acknowledgement leaves of what is not stored, not even with the end of the connection")
    func acknowledgements() async throws {
        let broker = try PlayedBroker()
        let folder = try TemporaryFolder("full-disk")
        let run = try PlantRun(folder: folder, port: broker.port, pages: 10)
        try await waitUntil("the agent is there") { broker.state.withLock(\.isSubscribed) }
        let begin = SystemClock().now().microseconds / 1_000 - 100_000_000
        var published: UInt16 = 0
        // Each burst is read at once, also the one that no longer fits: bytes that are unread when a socket closes
        // reset it, and would hide what was written before.
        while run.isStoreReady, published < 60_000 {
            let burst = (published + 1...published + 50).map { id in
                (id, #"{"ts": \#(begin + Int64(id) * 1_000), "power": \#(id % 50)}"#)
            }
            guard broker.publish(burst, topic: "plant/north/pump1") else { break }
            published += 50
            try await waitUntil("the burst is acknowledged, or the disk full") {
                broker.state.withLock { $0.acknowledged.count } == published || !run.isStoreReady
            }
        }
        #expect(!run.isStoreReady, "the disk is full")
        try await run.stop()
        try await waitUntil("the end was read") { broker.state.withLock { $0.ended > 0 } }
        let acknowledged = broker.state.withLock(\.acknowledged)
        var random = SystemRandomNumberGenerator()
        let store = try AgentStore.open(folder: run.data, now: SystemClock().now(), random: &random)
        let stored = store.unsentTotals.readings + UInt64(store.opening.replayedReadings)
        #expect(acknowledged.count > 0 && UInt64(acknowledged.count) <= stored, "\(acknowledged.count) of \(stored)")
        #expect(acknowledged.allSatisfy { UInt64($0) <= stored }, "in their order")
        let saidGoodbye = broker.state.withLock(\.saidGoodbye)
        #expect(!saidGoodbye)
    }
}

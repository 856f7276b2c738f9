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

@Suite("A disk that is full", .serialized)
struct FullDiskTests {
    @Test("when the agent is stopped then, nothing is acknowledged that is not stored: it comes again")
    func stop() async throws {
        let bench = try await PlantBench {
            // A sealed window would make room in the core file.
            $0.sealAfterSeconds = 3_600
            $0.sealAfterSecondsAlone = 3_600
        }
        bench.hub.state.withLock { $0.isReachable = false }
        let begin = SystemClock().now().microseconds / 1_000 - 100_000_000
        var published: Int64 = 0
        func publish() async throws {
            published += 1
            try await bench.publish(
                "plant/north/pump1", #"{"ts": \#(begin + published * 1_000), "power": \#(published)}"#)
        }
        for _ in 0..<10 { try await publish() }
        try await bench.restart(pages: 1)
        while bench.isStoreReady, published < 20_000 { try await publish() }
        #expect(!bench.isStoreReady, "the disk is full")
        for _ in 0..<10 { try await publish() }
        try await bench.restart()
        for _ in 0..<10 { try await publish() }
        try await waitUntil("all is stored") {
            try await bench.status().backlog.readings == UInt64(published)
        }
        let store = try await bench.stop()
        #expect(store.unsentTotals.readings == UInt64(published))
    }
}

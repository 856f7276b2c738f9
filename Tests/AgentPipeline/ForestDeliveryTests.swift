import AgentConsole
import AgentPipeline
import AgentStore
import AnalyticsForest
import Foundation
import Runtime
import SyncCore
import SyncWire
import Synchronization
import Telemetry
import TestKit
import Testing

/// The forest that the hub has a machine run: fetched, stored, run, shown, and withdrawn.
@Suite("Forests on the gateway", .serialized)
struct ForestDeliveryTests {
    private var now: Int64 { SystemClock().now().microseconds / 1_000 }

    /// A gateway with a pump, and the hub's copy of its document.
    private final class World {
        let bench: PlantBench
        private let document: HubDocument
        private var rows = 0

        init() async throws {
            bench = try await PlantBench { $0.derivedSeconds = 0.1 }
            document = HubDocument(of: try required(MachineKey(factory: "north", machine: "pump1")), at: bench.hub)
            try await bench.publish("plant/north/pump1/state", #"{"online": true, "profile": "pump"}"#, retain: true)
            try await publish(1)
            try await waitUntil("the pump is known") {
                try await self.bench.status().machines.first?.profile == "pump@1"
            }
        }

        /// Writes the field for the hub, and sends it down.
        func want(_ value: FieldValue?) throws {
            try document.write(["model.forest": value], authority: .system)
        }

        /// Rows of the pump, each two seconds after the one before, up to about now.
        func publish(_ count: Int) async throws {
            let begin = SystemClock().now().microseconds / 1_000 - 2_000_000
            for row in rows..<rows + count {
                let load = [4.0, 16, 9, 20, 12][row / 5 % 5]
                let values = #""power": \#(load), "temperature": \#(30 + load), "vibration": \#(load / 10)"#
                try await bench.publish(
                    "plant/north/pump1", #"{"ts": \#(begin + Int64(row) * 2_000), \#(values)}"#)
            }
            rows += count
        }

        func forest() async throws -> ForestStatus? { try await bench.status().machines.first?.forest }

        func waitForVersion(_ version: Int?) async throws {
            try await waitUntil("forest \(version ?? 0) runs") { try await self.forest()?.version == version }
        }

        /// What the agent told the hub of its models.
        func told(_ action: String) -> [String] {
            bench.hub.events.compactMap { event in
                if case .audit(let entry) = event, entry.action == action { entry.detail } else { nil }
            }
        }
    }

    /// A forest as the hub delivers it.
    private static func snapshot(_ seed: UInt64, _ features: [String] = ["power", "temperature"]) throws -> [UInt8] {
        var random = SeededRandom(seed: 3)
        let rows = (0..<1_000).flatMap { _ -> [Double] in
            let load = 20 * random.unit()
            return [load, 30 + load]
        }
        return try IsolationForest.fit(
            features: features, rows: rows, options: ForestOptions(samples: 64, seed: seed)
        ).snapshot()
    }

    private static func wish(_ version: Int, _ bytes: [UInt8]) -> ModelWish {
        ModelWish(version: version, digest: Digest(of: bytes), bytes: bytes.count)
    }

    @Test("it is fetched, runs, goes on after a restart without the hub, gives way to another, and is withdrawn")
    func life() async throws {
        let world = try await World()
        let hub = world.bench.hub
        let first = try Self.snapshot(1)
        hub.state.withLock { $0.models[Digest(of: first)] = first }
        #expect(try await world.forest() == nil)
        try world.want(Self.wish(1, first).value)
        try await world.waitForVersion(1)
        try await world.publish(300)
        try await waitUntil("it judges") { try await world.forest()?.score != nil }
        let score = try required(try await world.forest()?.score)
        #expect(score >= 0 && score < 1)
        try await waitUntil("its scores are at the hub") {
            try hub.state.withLock { Array($0.segments.values) }
                .flatMap { try SegmentCodec.decode($0.payload).blocks }
                .contains { $0.columns.contains { $0.metric.text == "~forest" } }
        }

        hub.state.withLock { $0.isReachable = false }
        try await world.bench.restart()
        let restarted = try required(try await world.forest())
        #expect(restarted.version == 1 && restarted.rowsKnown == restarted.rowsNeeded && restarted.refusal == nil)
        try await world.publish(3)
        try await waitUntil("it judges at once") { try await world.forest()?.score != nil }
        #expect(hub.state.withLock { $0.fetches[Digest(of: first)] } == 1)

        let second = try Self.snapshot(2)
        hub.state.withLock { $0.isReachable = true }
        try world.want(Self.wish(2, second).value)
        try await waitUntil("it was asked for") { hub.state.withLock { $0.fetches[Digest(of: second)] ?? 0 } > 0 }
        #expect(try await world.forest()?.version == 1, "the old one goes on until the new one is here")
        hub.state.withLock { $0.models[Digest(of: second)] = second }
        try await world.waitForVersion(2)
        try await waitUntil("the hub hears of both") { world.told("MODEL_RUNS").count == 2 }

        try world.want(nil)
        try await waitUntil("it is withdrawn") { try await world.forest() == nil }
        let store = try await world.bench.stop()
        #expect(try store.state("forests/north/pump1") == nil && store.state("forest-tails/north/pump1") == nil)
    }

    @Test("what is not the model, no model, or not for this machine is refused with its code, and the old one goes on")
    func refusals() async throws {
        let world = try await World()
        let hub = world.bench.hub
        let good = try Self.snapshot(1)
        hub.state.withLock { $0.models[Digest(of: good)] = good }
        try world.want(Self.wish(1, good).value)
        try await world.waitForVersion(1)

        var damaged = try Self.snapshot(2)
        let wish = Self.wish(2, damaged)
        damaged[1_000] ^= 1
        let strange = try Self.snapshot(3, ["power", "pressure"])
        let short = Array(try Self.snapshot(4).dropLast(9))
        let cases: [(ModelWish, [UInt8], String)] = [
            (wish, damaged, "MODEL_DIGEST_WRONG"), (Self.wish(3, strange), strange, "MODEL_FEATURE_MISSING"),
            (Self.wish(4, short), short, "MODEL_INVALID"),
        ]
        for (wish, bytes, code) in cases {
            hub.state.withLock { $0.models[wish.digest] = bytes }
            try world.want(wish.value)
            try await waitUntil("\(code) is shown") { try await world.forest()?.refusal?.hasPrefix(code) == true }
            let forest = try required(try await world.forest())
            #expect(forest.version == 1 && forest.wanted == wish.version)
            try await waitUntil("\(code) is told") { world.told("MODEL_REFUSED").contains { $0.hasPrefix(code) } }
            #expect(hub.state.withLock { $0.fetches[wish.digest] } == 1, "it is not asked for again at once")
        }
        try world.want(.text("the newest"))
        try await waitUntil("it is shown") {
            try await world.forest()?.refusal?.hasPrefix("MODEL_WISH_INVALID") == true
        }
        try world.want(Self.wish(1, good).value)
        try await waitUntil("all is well again") { try await world.forest()?.refusal == nil }
        let store = try await world.bench.stop()
        #expect(try StoredForest(body: store.state("forests/north/pump1") ?? []).wish.version == 1)
    }

    @Test("a stored forest that a bad disk has bent is left out, and fetched again")
    func bentOnDisk() async throws {
        let world = try await World()
        let hub = world.bench.hub
        let good = try Self.snapshot(1)
        hub.state.withLock { $0.models[Digest(of: good)] = good }
        try world.want(Self.wish(1, good).value)
        try await world.waitForVersion(1)
        try await world.bench.restart { store, now in
            var body = try required(try store.state("forests/north/pump1"))
            body[500] ^= 1
            var batch = CommitBatch()
            batch.states = [NamedState(name: "forests/north/pump1", body: body)]
            try store.commit(batch, at: now)
        }
        try await world.waitForVersion(1)
        #expect(hub.state.withLock { $0.fetches[Digest(of: good)] } == 2)
        _ = try await world.bench.stop()
    }

    @Test("every cut and bent byte of a stored forest is an error")
    func stored() throws {
        let bytes = Array(try Self.snapshot(1).prefix(400))
        let stored = StoredForest(wish: Self.wish(7, bytes), bytes: bytes)
        let body = stored.body()
        #expect(try StoredForest(body: body) == stored)
        for count in body.indices {
            #expect(throws: SnapshotError.self) { try StoredForest(body: Array(body.prefix(count))) }
        }
        for place in 5..<body.count {
            var bent = body
            bent[place] ^= 4
            #expect(throws: SnapshotError.self) { try StoredForest(body: bent) }
        }
    }

    @Test("what failed is tried again after twice the time each, up to an hour; another wish at once")
    func backOff() throws {
        let wish = Self.wish(1, [1])
        let start = Uptime(nanoseconds: 0)
        for (refusal, waits) in [
            (nil, [5.0, 10, 20, 40, 80]), (ModelRefusal.digestWrong, [300, 600, 1_200, 2_400, 3_600, 3_600]),
        ] as [(ModelRefusal?, [Double])] {
            var delivery = ForestDelivery()
            #expect(!delivery.isDue(start))
            delivery.want(wish)
            #expect(delivery.isDue(start))
            var now = start
            for wait in waits {
                delivery.failed(refusal, at: now)
                #expect(!delivery.isDue(now.advanced(seconds: wait - 1)) && delivery.isDue(now.advanced(seconds: wait)))
                now = now.advanced(seconds: wait)
            }
            #expect(delivery.refusal == refusal)
            delivery.want(Self.wish(2, [2]))
            #expect(delivery.isDue(start) && delivery.refusal == nil)
            delivery.took(Self.wish(2, [2]))
            #expect(!delivery.isDue(now.advanced(seconds: 10_000)))
        }
    }
}

import AgentStore
import Runtime
import SimulatedDisk
import SyncCore
import SyncWire
import Telemetry
import TestKit
import Testing

/// The simulated disk behaves as a real one does where nothing fails: what is found on it can happen.
@Suite("Contract of disks") struct DiskContractTests {
    @Test("the same steps on files have the same results", arguments: 0..<20)
    func files(seed: Int) throws {
        let folder = try TemporaryFolder("disk-contract")
        let real = try Self.steps(on: SystemDisk(), in: folder.path, seed: UInt64(seed))
        let simulated = try Self.steps(on: SimulatedDisk(seed: 1), in: "data", seed: UInt64(seed))
        #expect(real.count > 40 && real == simulated)
    }

    @Test("the same life of a store leaves the same store, over starts and over processes that end", arguments: 0..<8)
    func store(seed: Int) throws {
        let folder = try TemporaryFolder("disk-contract")
        let real = try Self.life(on: SystemDisk(), in: folder.path, seed: UInt64(seed)) {}
        let disk = SimulatedDisk(seed: 1)
        let simulated = try Self.life(on: disk, in: "data", seed: UInt64(seed)) {
            disk.crash(.everythingSurvives)
            disk.power(on: Lifeline())
        }
        #expect(real.count > 8 && real == simulated)
    }

    /// What a reader sees after each of some random steps.
    private static func steps(on disk: some StoreDisk, in folder: String, seed: UInt64) throws -> [String] {
        var random = SeededRandom(seed: seed)
        let claim = try disk.claim(folder)
        #expect(throws: StoreError.self) { _ = try disk.claim(folder) }
        let files = try disk.files(in: "\(folder)/segments")
        var seen: [String] = []
        for _ in 0..<60 {
            let name = "\(random.below(4)).seg"
            switch random.below(8) {
            case 0, 1:
                let bytes = (0..<random.below(3_000)).map { UInt8(truncatingIfNeeded: $0 * Int(seed + 3)) }
                try files.write(bytes, temporaryFor: name)
            case 2, 3: seen.append((try? files.publish(name)) == nil ? "not published" : "published")
            case 4: try files.remove(name)
            case 5: seen.append("\(try files.read(name)?.count ?? -1) bytes")
            case 6:
                disk.mark("\(folder)/mark-\(random.below(2))")
                seen.append("\(disk.size("\(folder)/mark-0") ?? 99)")
            default:
                disk.remove("\(folder)/mark-\(random.below(2))")
                seen.append("\(disk.size("\(folder)/mark-1") ?? 99)")
            }
            seen.append(try files.names().sorted().joined(separator: " "))
        }
        try disk.move("\(folder)/segments", to: "\(folder)/moved")
        seen.append(try disk.files(in: "\(folder)/moved").names().sorted().joined(separator: " "))
        withExtendedLifetime(claim) {}
        return seen
    }

    /// What a store says of itself after each of some starts; `ends` ends the process before the next one.
    private static func life(
        on disk: some StoreDisk, in folder: String, seed: UInt64, ends: () -> Void
    ) throws -> [String] {
        var random = SeededRandom(seed: seed)
        var seen: [String] = []
        var now = Timestamp(seconds: 1_763_712_000)
        for _ in 0..<4 {
            var ids = SeededRandom(seed: seed)
            let store = try AgentStore.open(
                folder: folder, options: StoreOptions(freeBytesMin: 0, reserveBytes: 0), now: now, random: &ids,
                disk: disk)
            for _ in 0..<12 {
                now = now.advanced(seconds: 10)
                try step(store, &random, at: now)
            }
            seen.append("\(store.eventHead) \(store.window.count) \(store.newestSegment) \(store.unsentTotals)")
            for segment in try store.unsentSegments(count: 100) {
                seen.append("\(try store.segment(segment.seq, at: now)?.digest.description ?? "gone")")
            }
            seen += try store.eventRecords(after: 0, countMax: 1_000, bytesMax: 1 << 20).map { "\($0)" }
            ends()
        }
        return seen
    }

    private static func step(_ store: AgentStore, _ random: inout SeededRandom, at now: Timestamp) throws {
        guard let machine = MachineKey(factory: "north", machine: "m\(random.below(2))"),
            let metric = MetricName("x\(random.below(3))"),
            let series = store.series.index(machine: machine, metric: metric, unit: "kW")
        else { return }
        for second in 0..<random.below(40) {
            let time = now.microseconds + Int64(second)
            let value = Double(random.below(100))
            if try store.admit(series: series, time: time, value: value) == .new {
                store.append(series: series, time: time, value: value, quality: 0)
            }
        }
        var batch = CommitBatch()
        batch.events = [
            .audit(AuditEntry(at: now, actor: "a", action: "b", target: "c", detail: "\(random.below(1_000))"))
        ]
        batch.states = [NamedState(name: "s\(random.below(3))", body: [UInt8(random.below(256))])]
        try store.commit(batch, at: now)
        if random.isTrue(0.2) { try store.seal(at: now) }
        if random.isTrue(0.1) { _ = try store.makeRoom(at: now) }
    }
}

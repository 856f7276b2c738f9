import AgentStore
import Foundation
import Runtime
import SyncCore
import SyncWire
import Telemetry
import TestKit

/// A store in a folder of its own, with a clock that stands and ids from a seed.
final class StoreBench {
    let folder: TemporaryFolder
    var random = SeededRandom(seed: 7)
    var now = Timestamp(seconds: 1_763_712_000)
    var options = StoreOptions(freeBytesMin: 0, reserveBytes: 0)

    /// Copies that were made of it; a copy's folder goes with it, so they are kept.
    private var copies: [StoreBench] = []

    init() throws {
        folder = try TemporaryFolder("agent-store")
    }

    func open(files: (any StoreFiles)? = nil) throws -> AgentStore {
        try AgentStore.open(folder: folder.path, options: options, now: now, random: &random, files: files)
    }

    /// What a loss of power would leave: the files as they are now, in another folder.
    func crashed() throws -> StoreBench {
        let copy = try StoreBench()
        try FileManager.default.removeItem(atPath: copy.folder.path)
        try FileManager.default.copyItem(atPath: folder.path, toPath: copy.folder.path)
        copy.options = options
        copy.now = now
        copies.append(copy)
        return copy
    }

    func realFiles() throws -> DirectoryFiles {
        try DirectoryFiles(folder: "\(folder.path)/segments")
    }
}

extension AgentStore {
    func seriesOf(_ machine: String, _ metric: String) throws -> SeriesIndex {
        guard let key = MachineKey(factory: "north", machine: machine), let name = MetricName(metric),
            let index = series.index(machine: key, metric: name, unit: "kW")
        else { throw StoreError.file("no series") }
        return index
    }

    /// Takes a reading as the pipeline does.
    @discardableResult
    func take(_ index: SeriesIndex, _ time: Int64, _ value: Double) throws -> Admission {
        let admission = try admit(series: index, time: time, value: value)
        if admission == .new { append(series: index, time: time, value: value, quality: 0) }
        return admission
    }

    /// Every stored reading of a series as (time, value), sealed or not.
    func readings(_ machine: String, _ metric: String, at now: Timestamp) throws -> [Int64: [Double]] {
        var found: [Int64: [Double]] = [:]
        for seq in stride(from: 1, through: newestSegment, by: 1) {
            guard let record = try segment(seq, at: now) else { continue }
            for block in try SegmentCodec.decode(record.payload).blocks where block.machine.machine == machine {
                for column in block.columns where column.metric.text == metric {
                    for (time, value) in zip(block.times, column.values) { found[time, default: []].append(value) }
                }
            }
        }
        for reading in window.all() where series.entries[reading.series].machine.machine == machine {
            guard series.entries[reading.series].metric.text == metric else { continue }
            found[reading.time, default: []].append(reading.value)
        }
        return found
    }
}

func audit(_ action: String, _ at: Timestamp) -> EventPayload {
    .audit(AuditEntry(at: at, actor: "agent", action: action, target: "t", detail: "d"))
}

extension StoreBench {
    func remove(_ name: String) throws {
        try FileManager.default.removeItem(atPath: folder.file(name))
    }

    /// Overwrites the beginning of a file.
    func damage(_ name: String) throws {
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: folder.file(name)))
        try file.write(contentsOf: Data(repeating: 0xA5, count: 200))
        try file.close()
    }

    func count(in path: String) throws -> Int {
        try FileManager.default.contentsOfDirectory(atPath: path).filter { $0.hasSuffix(".seg") }.count
    }
}

extension AgentStore {
    func settlement(segments: [SegmentOutcome]) -> Settlement {
        Settlement(
            round: 1,
            progress: SessionProgress(
                incarnation: incarnation, acknowledged: acknowledgedEvents, resumeToken: [], hubGeneration: 0),
            segments: segments, quarantinedEvents: [], safePosition: [])
    }

    func acknowledgeAll(at now: Timestamp) throws {
        let all = try unsentSegments(count: 10_000).map { SegmentOutcome(seq: $0.seq, kind: .stored) }
        try settle(settlement(segments: all), at: now)
    }
}

extension AgentStore {
    /// All gap manifests of stream E, newest first.
    func gaps() throws -> [GapManifest] {
        try newestEvents(of: .gap, count: 100_000).compactMap { record in
            guard case .gap(let gap) = try EventPayload.decode(kind: record.kind, payload: record.payload) else {
                return nil
            }
            return gap
        }
    }

    /// Measured readings that are still here: in unsent segments and in the open window.
    var readingsHere: UInt64 { unsentTotals.readings + UInt64(window.count - window.derivedCount) }
}

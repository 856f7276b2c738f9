import Foundation
import Runtime
import SyncCore
import Telemetry
import TestKit
import Testing

@testable import AgentStore

/// Damage in SQLite's write-ahead log, before transactions that were durable.
@Suite("The write-ahead log")
struct WriteAheadLogTests {
    /// A log of so many transactions of the real SQLite, and where its commits end.
    private static func log(commits: Int) throws -> (bytes: [UInt8], ends: [Int]) {
        let folder = try TemporaryFolder("wal")
        let path = folder.path + "/a.db"
        let database = try Database(path: path)
        try database.run("CREATE TABLE t (id INTEGER PRIMARY KEY, body BLOB) STRICT")
        _ = try database.number("PRAGMA wal_checkpoint(TRUNCATE)")
        var ends: [Int] = []
        for number in 0..<commits {
            try database.transaction { () throws(StoreError) in
                try database.run("INSERT INTO t VALUES (\(number), randomblob(\(2_000 + 3_000 * (number % 3))))")
            }
            ends.append(try bytes(path + "-wal").count)
        }
        let bytes = try bytes(path + "-wal")
        withExtendedLifetime(database) {}
        return (bytes, ends)
    }

    private static func bytes(_ path: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(fileURLWithPath: path)))
    }

    private func isBroken(_ bytes: [UInt8]) -> Bool {
        WriteAheadLog.isBrokenInside { offset, count in
            offset < UInt64(bytes.count) ? Array(bytes[Int(offset)..<min(bytes.count, Int(offset) + count)]) : []
        }
    }

    @Test("a whole one, and one that ends anywhere, is not broken inside")
    func whole() throws {
        let (bytes, _) = try Self.log(commits: 6)
        #expect(bytes.count > 20_000)
        #expect(!isBroken(bytes) && !isBroken([]))
        for end in stride(from: 0, to: bytes.count, by: 97) { #expect(!isBroken(Array(bytes[..<end])), "\(end)") }
        #expect(!isBroken([UInt8](repeating: 0, count: 40_000)), "a head that never came")
        #expect(!isBroken([UInt8](repeating: 255, count: 40_000)), "sizes of pages that are none")
    }

    @Test("of a last transaction that power broke off any sectors may be missing")
    func torn() throws {
        var random = SeededRandom(seed: 7)
        let (bytes, ends) = try Self.log(commits: 5)
        let last = ends[3]
        for _ in 0..<300 {
            var torn = bytes
            for sector in stride(from: last / 512 * 512, to: bytes.count, by: 512) where random.unit() < 0.4 {
                for place in max(last, sector)..<min(bytes.count, sector + 512) { torn[place] = 0 }
            }
            #expect(!isBroken(torn))
        }
    }

    @Test("remains of several transactions that power broke off, one behind the other, are no damage")
    func remains() throws {
        let (bytes, ends) = try Self.log(commits: 6)
        // As if each of these had been broken off, and the log gone on with from the first commit on: their first
        // frames are gone, and their commits stand behind each other.
        var remains = Array(bytes[..<ends[0]])
        for commit in 1..<5 { remains += bytes[ends[commit] - 4_120..<ends[commit]] }
        #expect(!isBroken(remains))
        #expect(isBroken(Array(bytes[..<ends[0]]) + bytes[(ends[0] + 4_120)...]), "one frame is gone, and all follow")
    }

    @Test("one bit before the newest transaction is found, wherever it is")
    func flipped() throws {
        var random = SeededRandom(seed: 8)
        let (bytes, ends) = try Self.log(commits: 6)
        for _ in 0..<2_000 {
            var bent = bytes
            let place = random.below(ends[4])
            bent[place] ^= 1 << UInt8(random.below(8))
            // The head of the last frame but one's transaction says that it commits, and what the next follows from.
            let isSaying = (ends[4] - 4_120..<ends[4] - 4_096).contains(place)
            #expect(isBroken(bent) || isSaying, "byte \(place) of \(bytes.count)")
        }
        for _ in 0..<200 {
            var bent = bytes
            bent[ends[4] + random.below(bytes.count - ends[4])] ^= 1
            #expect(!isBroken(bent), "in the newest transaction it looks like a loss of power")
        }
    }

    @Test("frames of before the log was begun anew are not its own")
    func begunAnew() throws {
        let folder = try TemporaryFolder("wal")
        let path = folder.path + "/a.db"
        let database = try Database(path: path)
        try database.run("CREATE TABLE t (id INTEGER PRIMARY KEY, body BLOB) STRICT")
        for number in 0..<20 { try database.run("INSERT INTO t VALUES (\(number), randomblob(3000))") }
        _ = try database.number("PRAGMA wal_checkpoint(RESTART)")
        for number in 20..<23 {
            try database.run("INSERT INTO t VALUES (\(number), randomblob(3000))")
            #expect(!isBroken(try Self.bytes(path + "-wal")))
        }
        var bent = try Self.bytes(path + "-wal")
        bent[60] ^= 1
        #expect(isBroken(bent))
        withExtendedLifetime(database) {}
    }

    @Test("readings of segments that only their files tell of are not taken again")
    func doubled() throws {
        let bench = try StoreBench()
        let store = try bench.open()
        let power = try store.seriesOf("pump1", "power")
        for time in 1...10 { try store.take(power, Int64(time), 1) }
        try store.commit(CommitBatch(), at: bench.now)
        try store.seal(at: bench.now)
        for time in 11...13 { try store.take(power, Int64(time), 2) }
        try store.commit(CommitBatch(), at: bench.now)
        // All of the database is in its log still, so nothing of it is left.
        let lost = try bench.crashed()
        var log = try Self.bytes(lost.folder.path + "/core.db-wal")
        log[32 + 24 + 100] ^= 4
        try Data(log).write(to: URL(fileURLWithPath: lost.folder.path + "/core.db-wal"))
        lost.random = SeededRandom(seed: 41)
        let salvaged = try lost.open()
        #expect(salvaged.opening.setAside?.what.contains("1 segments were known by their files alone") == true)
        let again = try salvaged.seriesOf("pump1", "power")
        for time in 1...10 { #expect(try salvaged.take(again, Int64(time), 1) == .duplicate, "\(time)") }
        #expect(try salvaged.take(again, 11, 2) == .new)
        withExtendedLifetime(store) {}
    }

    @Test("where the disk has no room for a note of it, nothing is begun and nothing forgotten")
    func unnoted() throws {
        let bench = try StoreBench()
        let store = try bench.open()
        for number in 0..<8 {
            var batch = CommitBatch()
            batch.events = [audit("number \(number)", bench.now)]
            try store.commit(batch, at: bench.now)
        }
        let broken = try bench.crashed()
        let path = broken.folder.path + "/core.db-wal"
        var log = try Self.bytes(path)
        log[32 + 24 + 100] ^= 4
        try Data(log).write(to: URL(fileURLWithPath: path))
        // A name under which no file can be made and none is found, as on a full disk.
        let note = broken.folder.path + "/core.db.broken"
        try FileManager.default.createSymbolicLink(atPath: note, withDestinationPath: "nowhere/at/all")
        #expect(throws: StoreError.diskFull) { try broken.open() }
        #expect(try Self.bytes(path) == log)
        try FileManager.default.removeItem(atPath: note)
        #expect(try broken.open().opening.setAside?.what.contains("write-ahead log") == true)
        withExtendedLifetime(store) {}
    }

    @Test("a store with such a log carries on as a new incarnation, also when a crash comes before all is done")
    func salvaged() throws {
        let bench = try StoreBench()
        // Closed once, so that the database is more than its log.
        do { _ = try bench.open() }
        let store = try bench.open()
        for number in 0..<8 {
            var batch = CommitBatch()
            batch.events = [audit("number \(number)", bench.now)]
            try store.commit(batch, at: bench.now)
        }
        #expect(try bench.crashed().open().incarnation == store.incarnation, "a whole log is read as it always was")
        let broken = try bench.crashed()
        let path = broken.folder.path + "/core.db-wal"
        var log = try Self.bytes(path)
        log[32 + 24 + 100] ^= 4
        try Data(log).write(to: URL(fileURLWithPath: path))
        // The note is left when SQLite has folded the rest of the log into the database, and then the power fails.
        let noted = try broken.crashed()
        try FileManager.default.removeItem(atPath: noted.folder.path + "/core.db-wal")
        try Data().write(to: URL(fileURLWithPath: noted.folder.path + "/core.db.broken"))
        for bench in [broken, noted] {
            bench.random = SeededRandom(seed: 41)
            let salvaged = try bench.open()
            #expect(salvaged.opening.setAside?.what.contains("write-ahead log") == true)
            #expect(salvaged.incarnation != store.incarnation)
            #expect(try salvaged.sessionProgress().predecessor == store.incarnation)
            #expect(!FileManager.default.fileExists(atPath: bench.folder.path + "/core.db.broken"))
        }
        for bench in [broken, noted] { #expect(try bench.open().opening.setAside == nil, "once") }
        withExtendedLifetime(store) {}
    }
}

extension SeededRandom {
    fileprivate mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }
}

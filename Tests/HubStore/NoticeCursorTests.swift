@testable import HubStore
import Runtime
import TestKit
import Testing

/// Which notices are news to a reader, whatever the order in which transactions commit.
struct NoticeCursorTests {
    /// Transactions that begin, write and commit in an order of a seed, and a reader that looks now and then.
    private struct Server {
        struct Row {
            var id: Int64
            var transaction: UInt64
        }

        var random: SeededRandom
        var next: UInt64 = 1
        var lastID: Int64 = 0
        var open: [UInt64: [Row]] = [:]
        var committed: [Row] = []

        var oldestUnderWay: UInt64 { open.keys.min() ?? next }

        mutating func step() {
            switch UInt64.random(in: 0..<6, using: &random) {
            case 0:
                open[next] = []
                next += 1
            case 1...3:
                guard let transaction = open.keys.sorted().randomElement(using: &random) else { return }
                lastID += 1
                open[transaction]?.append(Row(id: lastID, transaction: transaction))
            case 4:
                guard let transaction = open.keys.sorted().randomElement(using: &random) else { return }
                committed += open.removeValue(forKey: transaction) ?? []
            default:
                // One in many is rolled back: nobody ever hears of it.
                guard let transaction = open.keys.sorted().randomElement(using: &random),
                    UInt64.random(in: 0..<4, using: &random) == 0
                else { return }
                open[transaction] = nil
            }
        }

        func rows(behind place: (UInt64, Int64)) -> [Row] {
            committed.filter { ($0.transaction, $0.id) > place }.sorted {
                ($0.transaction, $0.id) < ($1.transaction, $1.id)
            }
        }
    }

    @Test(arguments: 1...200 as ClosedRange<UInt64>)
    func eachCommittedNoticeIsHeardOnceAtTheFirstLookAfterItsCommit(seed: UInt64) {
        var server = Server(random: SeededRandom(seed: seed))
        var cursor = NoticeCursor(from: server.oldestUnderWay)
        var heard: [Int64] = []
        for _ in 0..<400 {
            server.step()
            guard UInt64.random(in: 0..<5, using: &server.random) == 0 else { continue }
            let floor = server.oldestUnderWay
            // What commits between the two statements of a look.
            for _ in 0..<UInt64.random(in: 0..<3, using: &server.random) { server.step() }
            for row in server.rows(behind: (cursor.floor, 0)) where cursor.take(row.id, of: row.transaction) {
                heard.append(row.id)
            }
            cursor.advance(to: floor)
            #expect(Set(heard) == Set(server.committed.map(\.id)), "seed \(seed)")
            #expect(heard.count == Set(heard).count, "seed \(seed)")
            #expect(cursor.remembered <= server.committed.count { $0.transaction >= floor }, "seed \(seed)")
        }
    }

    @Test func whatLiesBeforeTheFloorIsNoNews() {
        var cursor = NoticeCursor(from: 10)
        let asked: [(notice: Int64, transaction: UInt64)] = [(1, 9), (2, 10), (2, 10)]
        #expect(asked.map { cursor.take($0.notice, of: $0.transaction) } == [false, true, false])
        cursor.advance(to: 11)
        #expect(cursor.remembered == 0)
        let again = cursor.take(2, of: 10)
        #expect(!again)
        cursor.advance(to: 5)
        #expect(cursor.floor == 11)
    }
}

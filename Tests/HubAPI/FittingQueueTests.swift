import HubAPI
import Synchronization
import TestKit
import Testing

@Suite("The turn of fits")
struct FittingQueueTests {
    /// Who had their turn, and how many have it now.
    private final class Seen: Sendable {
        let order = Mutex<[Int]>([])
        private let inside = Mutex(0)

        /// How many were inside before.
        func enter() -> Int {
            inside.withLock { inside in
                inside += 1
                return inside - 1
            }
        }

        func leave() { inside.withLock { $0 -= 1 } }
    }

    @Test("one at a time, in the order of asking, a few wait, and one more is told to come again")
    func turns() async throws {
        let queue = FittingQueue()
        let (door, opener) = AsyncStream<Void>.makeStream()
        let seen = Seen()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await queue.withTurn {
                    seen.order.withLock { $0.append(0) }
                    for await _ in door { break }
                }
            }
            try await waitUntil("the first is inside") { seen.order.withLock { $0 == [0] } }
            for number in 1...FittingQueue.waitingMax {
                group.addTask {
                    try await queue.withTurn {
                        #expect(seen.enter() == 0, "nobody else is inside")
                        seen.order.withLock { $0.append(number) }
                        await Task.yield()
                        seen.leave()
                    }
                }
                try await waitUntil("\(number) waits") { queue.waiting == number }
            }
            let refusal = await #expect(throws: APIError.self) { try await queue.withTurn {} }
            #expect(refusal?.code == "FORESTS_BUSY" && queue.refused == 1)
            opener.yield()
            try await group.waitForAll()
        }
        #expect(seen.order.withLock { $0 } == Array(0...FittingQueue.waitingMax))
        try await queue.withTurn {}
        #expect(queue.waiting == 0 && queue.refused == 1)
    }

    @Test("who fails leaves the turn to the next")
    func failure() async throws {
        struct Failure: Error {}
        let queue = FittingQueue()
        await #expect(throws: Failure.self) { try await queue.withTurn { throw Failure() } }
        #expect(try await queue.withTurn { 7 } == 7)
    }
}

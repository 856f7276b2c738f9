import Runtime
import Synchronization
import TestKit
import Testing

@testable import HubAPI

@Suite("Rounds that wait for their turn")
struct RoundGateTests {
    @Test("so many are inside at once, the others come in the order of their coming")
    func order() async throws {
        let gate = RoundGate(roundsMax: 2)
        #expect(await gate.enter(bytes: 1))
        #expect(await gate.enter(bytes: 1))
        #expect(gate.load == 1 && gate.waiting == 0)
        let came = Mutex<[Int]>([])
        let tasks = try await inTurn(gate, count: 3) { number in came.withLock { $0.append(number) } }
        let early = came.withLock { $0.count }
        #expect(early == 0)
        for number in 1...3 {
            gate.leave()
            try await waitUntil("the next one is let in") { came.withLock { $0.count } == number }
        }
        for task in tasks { #expect(await task.value) }
        let all = came.withLock { $0 }
        #expect(all == [0, 1, 2])
        gate.leave()
        #expect(gate.load == 0.5)
        gate.leave()
        #expect(gate.load == 0 && gate.waiting == 0)
    }

    @Test("too many, or too large ones, are sent away at once")
    func bounded() async throws {
        let gate = RoundGate(roundsMax: 1)
        #expect(await gate.enter(bytes: 1 << 30), "who need not wait holds nothing here")
        let large = try await inTurn(gate, count: 1, bytes: RoundGate.waitingBytesMax) { _ in }
        #expect(await gate.enter(bytes: 1) == false)
        gate.leave()
        for task in large { #expect(await task.value) }
        let many = try await inTurn(gate, count: RoundGate.waitingForEach) { _ in }
        #expect(await gate.enter(bytes: 1) == false)
        for _ in many { gate.leave() }
        for task in many { #expect(await task.value) }
        gate.leave()
        #expect(gate.load == 0 && gate.waiting == 0)
        #expect(await gate.enter(bytes: 1), "there is room again")
    }

    @Test("those that are sent away come again spread over time, within half a minute")
    func away() {
        let gate = RoundGate(roundsMax: 1)
        let now = Uptime(nanoseconds: 5_000_000_000)
        let told = (0..<2_000).map { _ in gate.secondsAway(at: now) }
        #expect(told.first == 1 && told.last == 4)
        for second in 1...4 { #expect(abs(told.count { $0 == second } - 500) <= 1, "\(second)") }
        #expect((0..<100_000).map { _ in gate.secondsAway(at: now) }.max() == 30)
        #expect(gate.secondsAway(at: now.advanced(seconds: 100)) == 1, "later all is as it was")
    }

    /// Lets so many wait, each after the one before it does.
    private func inTurn(
        _ gate: RoundGate, count: Int, bytes: Int = 1, then: @escaping @Sendable (Int) -> Void
    ) async throws -> [Task<Bool, Never>] {
        let before = gate.waiting
        var tasks: [Task<Bool, Never>] = []
        for number in 0..<count {
            tasks.append(
                Task {
                    let isIn = await gate.enter(bytes: bytes)
                    then(number)
                    return isIn
                })
            try await waitUntil("one more waits") { gate.waiting == before + number + 1 }
        }
        return tasks
    }
}

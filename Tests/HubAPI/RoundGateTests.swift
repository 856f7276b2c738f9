import HTTPTypes
import Runtime
import SyncCore
import Synchronization
import TestKit
import Testing

@testable import HubAPI

@Suite("Rounds that wait for their turn")
struct RoundGateTests {
    @Test("so many are inside at once, the others come in the order of their coming")
    func order() async throws {
        let gate = RoundGate(roundsMax: 2)
        #expect(await gate.enter(.ordinary, bytes: 1))
        #expect(await gate.enter(.ordinary, bytes: 1))
        #expect(gate.load.working == 1 && gate.waiting == 0)
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
        #expect(gate.load.working == 0.5)
        gate.leave()
        #expect(gate.load == .none && gate.waiting == 0)
    }

    @Test("too many, or too large ones, are sent away at once")
    func bounded() async throws {
        let gate = RoundGate(roundsMax: 1)
        #expect(await gate.enter(.ordinary, bytes: 1 << 30), "who need not wait holds nothing here")
        let large = try await inTurn(gate, count: 1, bytes: RoundGate.waitingBytesMax) { _ in }
        #expect(await gate.enter(.ordinary, bytes: 1) == false)
        #expect(gate.load == HubLoad(working: 1, waiting: 1), "the line is full of bytes")
        gate.leave()
        for task in large { #expect(await task.value) }
        let many = try await inTurn(gate, count: RoundGate.waitingForEach) { _ in }
        #expect(await gate.enter(.ordinary, bytes: 1) == false)
        #expect(gate.load == HubLoad(working: 1, waiting: 1), "the line is full of rounds")
        for _ in many { gate.leave() }
        for task in many { #expect(await task.value) }
        gate.leave()
        #expect(gate.load == .none && gate.waiting == 0)
        #expect(await gate.enter(.ordinary, bytes: 1), "there is room again")
    }

    @Test("those that are sent away come again spread over time, within half a minute")
    func away() {
        let gate = RoundGate(roundsMax: 1)
        let now = Uptime(nanoseconds: 5_000_000_000)
        let told = (0..<2_000).map { _ in gate.secondsAway(.ordinary, at: now) }
        #expect(told.first == 1 && told.last == 4)
        for second in 1...4 { #expect(abs(told.count { $0 == second } - 500) <= 1, "\(second)") }
        #expect((0..<100_000).map { _ in gate.secondsAway(.ordinary, at: now) }.max() == 30)
        #expect(gate.secondsAway(.ordinary, at: now.advanced(seconds: 100)) == 1, "later all is as it was")
    }

    @Test("what is critical waits for what is critical alone, however many polls wait or were sent away")
    func critical() async throws {
        let gate = RoundGate(roundsMax: 1)
        #expect(await gate.enter(.ordinary, bytes: 1))
        let came = Mutex<[String]>([])
        let polls = try await inTurn(gate, count: RoundGate.waitingForEach) { _ in came.withLock { $0.append("poll") } }
        #expect(await gate.enter(.ordinary, bytes: 1) == false)
        let now = Uptime(nanoseconds: 5_000_000_000)
        for _ in 0..<10_000 { _ = gate.secondsAway(.ordinary, at: now) }
        #expect(gate.secondsAway(.critical, at: now) == 1)
        let alerts = try await inTurn(gate, .critical, count: 3) { number in
            came.withLock { $0.append("alert \(number)") }
        }
        for number in 1...3 {
            gate.leave()
            try await waitUntil("the next alert is let in") { came.withLock { $0.count } == number }
        }
        let first = came.withLock { $0 }
        #expect(first == ["alert 0", "alert 1", "alert 2"])
        for _ in polls { gate.leave() }
        for task in polls + alerts { #expect(await task.value) }
        gate.leave()
        #expect(gate.load == .none && gate.waiting == 0)
    }

    @Test("how urgent a round is stands in the field of RFC 9218")
    func urgency() {
        let cases: [(String?, RoundUrgency)] = [
            (nil, .ordinary), ("", .ordinary), ("u=1", .critical), ("u=0, i", .critical), ("i,  u=2", .critical),
            ("u=3", .ordinary), ("u=7", .ordinary), ("u=", .ordinary), ("u=x", .ordinary), ("urgent", .ordinary),
        ]
        for (field, urgency) in cases {
            var headers = HTTPFields()
            headers[SecurityHeaders.named("Priority")] = field
            #expect(RoundUrgency(headers) == urgency, "\(field ?? "none")")
        }
    }

    /// Lets so many wait, each after the one before it does.
    private func inTurn(
        _ gate: RoundGate, _ urgency: RoundUrgency = .ordinary, count: Int, bytes: Int = 1,
        then: @escaping @Sendable (Int) -> Void
    ) async throws -> [Task<Bool, Never>] {
        let before = gate.waiting
        var tasks: [Task<Bool, Never>] = []
        for number in 0..<count {
            tasks.append(
                Task {
                    let isIn = await gate.enter(urgency, bytes: bytes)
                    then(number)
                    return isIn
                })
            try await waitUntil("one more waits") { gate.waiting == before + number + 1 }
        }
        return tasks
    }
}

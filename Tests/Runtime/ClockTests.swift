import Runtime
import Telemetry
import Testing

@Suite("Clocks and random numbers")
struct ClockTests {
    @Test("a jump of the wall clock does not move the other")
    func jump() {
        let clock = ManualClock(now: Timestamp(seconds: 1_000))
        let before = clock.uptime()
        clock.jump(to: Timestamp(seconds: 5))
        #expect(clock.now() == Timestamp(seconds: 5))
        #expect(clock.uptime() == before)
        clock.advance(seconds: 2.5)
        #expect(clock.now() == Timestamp(milliseconds: 7_500))
        #expect(clock.uptime().seconds(since: before) == 2.5)
    }

    @Test("uptime saturates and never goes back")
    func uptime() {
        let end = Uptime(nanoseconds: .max)
        #expect(end.advanced(seconds: 10) == end)
        #expect(Uptime(nanoseconds: 5).advanced(seconds: -1) == Uptime(nanoseconds: 5))
        #expect(Uptime(nanoseconds: 5).advanced(seconds: .infinity) == Uptime(nanoseconds: 5))
        #expect(Uptime(nanoseconds: 5).seconds(since: end) == 0)
    }

    @Test("a seed repeats its sequence, another seed has another")
    func seeds() {
        var first = SeededRandom(seed: 7)
        var again = SeededRandom(seed: 7)
        var other = SeededRandom(seed: 8)
        let numbers = (0..<100).map { _ in first.next() }
        #expect(numbers == (0..<100).map { _ in again.next() })
        #expect(numbers != (0..<100).map { _ in other.next() })
    }

    @Test("normal numbers have the mean and spread that they should")
    func normal() {
        var random = SeededRandom(seed: 1)
        let numbers = (0..<20_000).map { _ in random.normal() }
        let mean = numbers.reduce(0, +) / 20_000
        let variance = numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 20_000
        #expect(abs(mean) < 0.03)
        #expect(abs(variance - 1) < 0.05)
    }

    @Test("time-ordered ids sort by time and say their version")
    func timeOrdered() {
        var random = SeededRandom(seed: 3)
        let ids = (0..<200).map {
            UniqueID.timeOrdered(at: Timestamp(milliseconds: 1_763_712_000_000 + $0), using: &random)
        }
        #expect(ids == ids.sorted())
        #expect(Set(ids).count == 200)
        #expect(ids.allSatisfy { $0.description.dropFirst(14).first == "7" })
        #expect(UniqueID.random(using: &random).description.dropFirst(14).first == "4")
    }
}

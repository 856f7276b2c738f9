import Runtime
import SyncCore
import SyncWire
import Telemetry
import Testing

/// How much a session puts on a link that it does not know, that is slow, or that is another one than before.
@Suite struct LinkEstimateTests {
    /// The bytes that the plan of the next round gives segments, after rounds of so many seconds each.
    private func bytes(afterRounds seconds: [Double], thenLost: Bool = false) throws -> Int {
        var driver = SessionDriver()
        var random = SeededRandom(seed: 3)
        for _ in 0..<80 { try driver.sealLargeSegment(&random) }
        driver.start()
        for duration in seconds {
            let request = try driver.gather()
            driver.now = driver.now.advanced(seconds: duration)
            driver.answer(driver.acceptance(of: request))
            driver.settle()
        }
        if thenLost {
            let round = try driver.gather().hello.round
            driver.handle(.failed(.unreachable("reset"), round: round, random: 0))
            driver.now = driver.now.advanced(seconds: 10)
            driver.handle(.tick(random: 0))
        }
        return try required(driver.plan).telemetryBytesMax
    }

    @Test func anUnknownLinkBeginsWithLittle() throws {
        #expect(try bytes(afterRounds: []) == 64 << 10)
    }

    @Test func aFastLinkIsUsedAfterAFewRounds() throws {
        #expect(try bytes(afterRounds: [0.001, 0.001, 0.001, 0.001, 0.001]) == 2 << 20)
    }

    @Test func aLinkThatGrewSlowIsSparedAtOnce() throws {
        let fast = try bytes(afterRounds: [0.01, 0.01, 0.01])
        let slow = try bytes(afterRounds: [0.01, 0.01, 0.01, 4])
        #expect(slow < fast / 3, "\(fast), then \(slow)")
    }

    @Test func afterALossItBeginsAgain() throws {
        #expect(try bytes(afterRounds: [0.001, 0.001, 0.001, 0.001], thenLost: true) == 64 << 10)
    }
}

extension SessionDriver {
    /// A segment of some 40 kB, as a plant's telemetry makes them.
    fileprivate mutating func sealLargeSegment(_ random: inout SeededRandom) throws {
        let times = (0..<5_000).map { Int64($0) * 1_000_000 }
        let values = times.map { _ in Double(random.next() >> 11) }
        let column = SegmentColumn(metric: try required(MetricName("power")), unit: "kW", values: values)
        let block = SegmentBlock(
            machine: try required(MachineKey(factory: "f", machine: "m")), isDerived: false, times: times,
            columns: [column])
        let payload = try SegmentCodec.encode(SegmentContent(blocks: [block]))
        agent.segments.append(
            SegmentRecord(
                seq: UInt64(agent.segments.count) + 1, digest: Digest(of: payload), readings: 5_000, derived: 0,
                firstTime: 0, lastTime: times[4_999], payload: payload))
    }
}

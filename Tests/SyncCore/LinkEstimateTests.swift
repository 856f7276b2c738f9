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
        #expect(try bytes(afterRounds: []) == 16 << 10)
    }

    @Test func aFastLinkIsUsedAfterAFewRounds() throws {
        #expect(try bytes(afterRounds: [Double](repeating: 0.001, count: 8)) == 2 << 20)
    }

    @Test func aLinkThatGrewSlowIsSparedAtOnce() throws {
        let fast = try bytes(afterRounds: [0.01, 0.01, 0.01])
        let slow = try bytes(afterRounds: [0.01, 0.01, 0.01, 4])
        #expect(slow < fast / 3, "\(fast), then \(slow)")
    }

    @Test func afterALossItBeginsAgain() throws {
        #expect(try bytes(afterRounds: [0.001, 0.001, 0.001, 0.001], thenLost: true) == 16 << 10)
    }

    /// A satellite: 1.6 s there and back, however little is sent, and 64 kbit/s.
    @Test func aLongDelayIsNoSlowLink() throws {
        let link = ModelLink(delaySeconds: 1.6, bytesPerSecond: 8_000)
        var driver = SessionDriver()
        driver.start()
        for number in UInt64(1)...60 {
            driver.agent.segments.append(Self.segment(number, bytes: 1_000))
            if number % 20 == 0 { driver.write(events: 1, critical: true) }
            for _ in 0..<8 { driver.agent.segments.append(Self.segment(number, bytes: 1_000)) }
            try link.carryRound(&driver)
        }
        let batch = try required(driver.session.segmentBytes)
        #expect((6_000...10_000).contains(batch), "\(batch)")
    }

    /// The delay of a slow link is learned by a round without segments; where the link is fast none is spent on that.
    @Test func onlyASlowLinkIsProbed() throws {
        func roundsWithoutSegments(_ link: ModelLink) throws -> Int {
            var driver = SessionDriver()
            // More than the rounds take, so that none goes without for want of them.
            driver.agent.segments = (1...4_000).map { Self.segment($0, bytes: 1_000) }
            driver.start()
            return try (0..<20).filter { _ in try link.carryRound(&driver).segments.isEmpty }.count
        }
        #expect(try roundsWithoutSegments(ModelLink(delaySeconds: 1.6, bytesPerSecond: 8_000)) == 1)
        #expect(try roundsWithoutSegments(ModelLink(delaySeconds: 0.02, bytesPerSecond: 125_000)) == 0)
    }

    private static func segment(_ number: UInt64, bytes: Int) -> SegmentRecord {
        let payload = [UInt8](repeating: UInt8(truncatingIfNeeded: number), count: bytes)
        return SegmentRecord(
            seq: 0, digest: Digest(of: payload), readings: 1, derived: 0, firstTime: 0, lastTime: 0, payload: payload)
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

/// A link that takes its delay and then its time for the bytes.
private struct ModelLink {
    let delaySeconds: Double
    let bytesPerSecond: Double

    @discardableResult
    func carryRound(_ driver: inout SessionDriver) throws -> RoundRequest {
        for place in driver.agent.segments.indices where driver.agent.segments[place].seq == 0 {
            driver.agent.segments[place].seq = UInt64(place) + 1
        }
        if driver.plan == nil {
            driver.handle(.backlogChanged(driver.agent.backlog))
            if driver.plan == nil {
                driver.now = driver.now.advanced(seconds: 2)
                driver.handle(.tick(random: 0))
            }
        }
        let request = try driver.gather()
        let bytes = 300 + request.segments.reduce(0) { $0 + $1.payload.count }
        driver.now = driver.now.advanced(seconds: delaySeconds + Double(bytes) / bytesPerSecond)
        driver.answer(driver.acceptance(of: request))
        driver.settle()
        return request
    }
}

import AgentPipeline
import Testing

@Suite struct SealingSizeTests {
    @Test func anUnknownLinkLimitsNothing() {
        #expect(SealingSize().readings(forBytes: nil, max: 65_536) == 65_536)
    }

    @Test func aSegmentIsASecondOfASlowLink() {
        var size = SealingSize()
        for _ in 0..<40 { size.note(bytes: 3_000, readings: 2_000) }
        #expect((5_200...5_400).contains(size.readings(forBytes: 8_000, max: 65_536)))
        #expect(size.readings(forBytes: 2 << 20, max: 65_536) == 65_536)
    }

    @Test func thereAreNeverVeryFewInOne() {
        var size = SealingSize()
        size.note(bytes: 400, readings: 10)
        size.note(bytes: 0, readings: 0)
        #expect(size.readings(forBytes: 100, max: 65_536) == 1_024)
    }
}

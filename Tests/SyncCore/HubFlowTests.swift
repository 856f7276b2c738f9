import SyncCore
import SyncWire
import Telemetry
import Testing

/// What the hub holds back, and what it takes when it is busy.
@Suite struct HubFlowTests {
    private static let now = Timestamp(seconds: 1_000_000)

    private static func holds(stored: Int64 = 0, expired seconds: Double? = nil) -> [Hold] {
        PlanLimits(
            plan: "STANDARD", storageBytes: 1_000, storedBytes: stored,
            expiresAt: seconds.map { now.advanced(seconds: -$0) }
        ).holds(at: now, graceSeconds: 600)
    }

    @Test func aPlanHoldsTelemetryAloneAndSaysWhy() throws {
        #expect(Self.holds(stored: 999).isEmpty)
        let storage = try #require(Self.holds(stored: 1_000).first)
        #expect(storage.limit == "storage")
        #expect(storage.stream == .telemetry)
        #expect(storage.reason.contains("STANDARD"))
        #expect(storage.until > Self.now)
        #expect(Self.holds(expired: 599).isEmpty)
        #expect(Self.holds(expired: -1).isEmpty)
        #expect(Self.holds(stored: 5_000, expired: 600).map(\.limit) == ["subscription"])
        for stream in [SyncStream.events, .documents, .live] {
            #expect(Self.holds(stored: 5_000, expired: 6_000).first(of: stream) == nil)
        }
    }

    @Test func aBusyHubTakesLessTelemetryAndNeverNone() {
        #expect(RoundCredits.at(load: 0).isEmpty)
        #expect(RoundCredits.at(load: 0.5).isEmpty)
        var last = UInt64.max
        for load in stride(from: 0.55, through: 1.2, by: 0.05) {
            let credits = RoundCredits.at(load: load)
            #expect(credits.map(\.stream) == [.telemetry])
            #expect(credits[0].bytes <= last)
            #expect(credits[0].bytes > 0 && credits[0].records > 0)
            last = credits[0].bytes
        }
        #expect(RoundCredits.at(load: 7).first?.bytes == 64 << 10)
    }
}

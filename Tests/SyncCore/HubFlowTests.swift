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

    /// What is granted at a load: bytes and records of T, L, D and E, `-` where there is no limit.
    @Test(
        arguments: [
            (0, 0, "- - - -"), (0.5, 0, "- - - -"),
            (0.75, 0, "1081344/129 - - -"), (0.9, 0, "471860/52 1677722/1600 - -"),
            (1, 0, "65536/1 1398102/1334 - -"),
            (1, 0.25, "65536/1 699051/667 802816/772 1589248/3088"),
            (1, 0.5, "65536/1 0/0 557056/520 1081344/2080"),
            (1, 1, "65536/1 0/0 65536/16 65536/64"), (7, 7, "65536/1 0/0 65536/16 65536/64"),
            (-1, -1, "- - - -"),
        ])
    func whatComesLaterInTheOrderOfSendingGivesWayEarlier(working: Double, waiting: Double, granted: String) {
        let credits = RoundCredits.at(HubLoad(working: working, waiting: waiting))
        let told = [SyncStream.telemetry, .live, .documents, .events].map { stream in
            credits.first { $0.stream == stream }.map { "\($0.bytes)/\($0.records)" } ?? "-"
        }
        #expect(told.joined(separator: " ") == granted)
    }

    @Test func aBusierHubNeverGrantsMoreAndOnlyLiveValuesEverGetNothing() {
        var last: [SyncStream: Credit] = [:]
        for step in 0...400 {
            let (working, waiting) = (min(1, Double(step) / 200), max(0, Double(step) / 200 - 1))
            let credits = RoundCredits.at(HubLoad(working: working, waiting: waiting))
            #expect(Set(credits.map(\.stream)).isSuperset(of: last.keys))
            for credit in credits {
                #expect(!credit.isNothing || credit.stream == .live)
                if let before = last[credit.stream] {
                    #expect(credit.bytes <= before.bytes && credit.records <= before.records)
                }
                last[credit.stream] = credit
            }
        }
        #expect(last.count == SyncStream.allCases.count)
    }

    @Test func anAnswerWithoutLimitsIsNoLongerForThem() throws {
        func bytes(_ credits: [Credit]) throws -> Int {
            let context = AnswerContext(receivedAt: Self.now, sentAt: Self.now, credits: credits)
            var driver = SessionDriver()
            driver.start()
            let request = try driver.gather()
            let decision = HubRound.plan(HubRound.inspect(request), cursor: nil, knownSegments: [:])
            return try RoundFrame.encode(HubRound.answer(request, decision: decision, context: context)).count
        }
        #expect(try bytes(RoundCredits.at(HubLoad(working: 0.5))) == bytes([]))
        #expect(try bytes(RoundCredits.at(HubLoad(working: 1, waiting: 1))) > bytes([]))
    }
}

import MillwrightDevice
import Telemetry
import Testing

@testable import Operator

/// What a busy hub takes, as people read it.
@Suite struct SyncCreditTests {
    private static func credit(_ stream: String, _ bytes: Double, _ records: Double) -> JSONValue {
        .object(["stream": .string(stream), "bytes": .number(bytes), "records": .number(records)])
    }

    @Test func aCreditIsToldAndNoneIsAHold() {
        let told = JSONValue.object([
            "name": .string("g"),
            "credits": .array([
                Self.credit("telemetry", 65_536, 1), Self.credit("events", 0, 0), Self.credit("live", 0, 0),
            ]),
        ])
        let text = SyncText.lines(told, now: Timestamp(seconds: 1), on: .output).joined(separator: "\n")
        #expect(text.contains("credit     telemetry: 1 of them, 64.0 KiB a round"), "\(text)")
        #expect(text.contains("hold       no credit: the hub is busy and takes no events for now, but what is urgent"))
        #expect(text.hasSuffix("takes no live for now"))
    }

    @Test func theHubTellsThoseOfTheLastRound() {
        let round = JSONValue.object(["credits": .array([Self.credit("documents", 65_536, 16)])])
        let told = JSONValue.object(["name": .string("g"), "lastRounds": .array([round])])
        let text = SyncText.lines(told, now: Timestamp(seconds: 1), on: .output).joined(separator: "\n")
        #expect(text.contains("documents: 16 of them"))
        let free = JSONValue.object(["name": .string("g"), "lastRounds": .array([.object(["credits": .array([])])])])
        #expect(!SyncText.lines(free, now: Timestamp(seconds: 1), on: .output).joined().contains("credit"))
    }
}

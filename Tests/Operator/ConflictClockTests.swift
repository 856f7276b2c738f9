import MillwrightDevice
import Testing

@testable import Operator

/// How the writer's clock stood, as `conflicts show` tells it.
@Suite struct ConflictClockTests {
    @Test(
        arguments: [
            (["state": .string("hub"), "offsetMs": .number(0), "errorMs": .number(0)], "the hub's clock"),
            (
                ["state": .string("measured"), "offsetMs": .number(-1_500), "errorMs": .number(20)],
                "clock -1.5 s ± 20 ms from the hub's"
            ),
            (["state": .string("refused"), "offsetMs": .number(400_000)], "clock not adopted, 400.0 s from the hub's"),
            (["state": .string("unmeasured"), "offsetMs": .null], "clock not compared with the hub's"),
            (["state": .string("unknown"), "offsetMs": .null, "errorMs": .null], "clock unknown"),
            (["count": .number(2)], nil), (nil, nil),
        ] as [([String: JSONValue]?, String?)])
    func itIsTold(clock: [String: JSONValue]?, text: String?) throws {
        var members: [String: JSONValue] = ["value": .number(1), "actor": .string("ann")]
        members["clock"] = clock.map { .object($0) }
        let side = try #require(ConflictSide(.object(members)))
        #expect(side.clock == text)
        #expect(side.provenance == ["ann"] + [text].compactMap { $0 })
    }
}

import SyncWire
import Telemetry
import Testing

/// The state of a writer's clock in a patch.
struct ClockStateWireTests {
    private func patch(_ clock: ClockState?) throws -> DocumentPatch {
        var patch = try RoundSamples.patch()
        patch.writes[0].clock = clock
        return patch
    }

    @Test(
        arguments: [
            nil, .hub, .unmeasured, .measured(offset: -1_234_567, error: 20_000), .measured(offset: 0, error: 0),
            .measured(offset: .min, error: .max), .refused(offset: .max), .refused(offset: 400_000_000),
        ] as [ClockState?])
    func eachArrivesAsItWasWritten(_ clock: ClockState?) throws {
        let patch = try patch(clock)
        #expect(try DocumentPatch.decode(patch.encode()) == patch)
    }

    @Test func aWriteGrowsByFewBytes() throws {
        let bare = try patch(nil).encode()
        let usual = try patch(.measured(offset: -1_234_567, error: 20_000)).encode()
        #expect(usual.count - bare.count <= 13)
        #expect(try patch(.hub).encode().count - bare.count == 4)
    }

    @Test func aKindOfALaterVersionIsUnknown() throws {
        var bytes = try patch(.hub).encode()
        // Field 12 of the write with its kind: 62 02 08 01.
        let place = try #require(bytes.indices.dropLast(3).first { Array(bytes[$0..<$0 + 4]) == [0x62, 2, 8, 1] })
        bytes[place + 3] = 99
        #expect(try DocumentPatch.decode(bytes).writes[0].clock == nil)
    }
}

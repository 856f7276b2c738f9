import Runtime
import SyncWire
import Telemetry
import Testing

@Suite struct RoundFrameTests {
    @Test func requestsAndAnswersComeBack() throws {
        let request = try RoundSamples.request()
        #expect(try RoundFrame.decodeRequest(try RoundFrame.encode(request)) == request)
        let answer = RoundSamples.answer()
        #expect(try RoundFrame.decodeAnswer(try RoundFrame.encode(answer)) == answer)
    }

    @Test("the interval of rounds comes back within what an agent may wait, and what is no time not at all")
    func theIntervalIsBounded() throws {
        let table: [(Double?, Double?)] = [
            (nil, nil), (2.5, 2.5), (0, 0), (3_600, 3_600), (1e9, 3_600), (-4, 0), (.nan, nil), (.infinity, nil),
        ]
        for (sent, read) in table {
            var request = try RoundSamples.requestV2()
            request.report.intervalSeconds = sent
            let back = try RoundFrame.decodeRequest(try RoundFrame.encode(request))
            #expect(back.report.intervalSeconds == read, "\(String(describing: sent))")
        }
    }

    @Test func aRoundWithoutDataIsSmall() throws {
        var request = try RoundSamples.request()
        request.events = nil
        request.segments = []
        request.live = nil
        let frame = try RoundFrame.encode(request)
        #expect(frame.count < 256)
        #expect(try RoundFrame.decodeRequest(frame) == request)
    }

    /// A later version adds fields; this one hands them on as they came.
    @Test func unknownFieldsSurvive() throws {
        let extra: [UInt8] = [0xD2, 0x05, 3, 1, 2, 3]  // field 90, three bytes
        let body = try Self.body(try RoundFrame.encode(try RoundSamples.request()))
        let later = try RoundFrame.decodeRequest(Self.frame(body + extra))
        #expect(later.unknownFields == extra)
        let again = try RoundFrame.decodeRequest(try RoundFrame.encode(later))
        #expect(again == later)
        var record = try #require(later.events?.records.first)
        record.unknownFields = extra
        var nested = later
        nested.events?.records[0] = record
        #expect(try RoundFrame.decodeRequest(try RoundFrame.encode(nested)) == nested)
    }

    @Test func aFrameThatEndsAnywhereIsTruncated() throws {
        let frame = try RoundFrame.encode(try RoundSamples.request())
        for length in frame.indices {
            #expect(throws: RoundFrameError.truncated) { try RoundFrame.decodeRequest(Array(frame[..<length])) }
        }
    }

    @Test func eachDamageOfTheHeaderHasItsCode() throws {
        let frame = try RoundFrame.encode(try RoundSamples.request())
        func damaged(_ offset: Int, _ byte: UInt8) -> [UInt8] {
            var copy = frame
            copy[offset] = byte
            return copy
        }
        let cases: [([UInt8], RoundFrameError, String)] = [
            (damaged(0, 0), .badMagic, "FRAME_BAD_MAGIC"),
            (damaged(4, 9), .versionUnsupported(9), "FRAME_VERSION_UNSUPPORTED"),
            (damaged(5, 2), .flagsUnknown(2), "FRAME_FLAGS_UNKNOWN"),
            (damaged(6, 2), .wrongKind(2), "FRAME_WRONG_KIND"),
            (damaged(8, frame[8] ^ 1), .lengthMismatch, "FRAME_LENGTH_MISMATCH"),
            (frame + [0], .lengthMismatch, "FRAME_LENGTH_MISMATCH"),
            (damaged(12, 0), .corrupt, "FRAME_CORRUPT"),
            (damaged(frame.count - 1, frame[frame.count - 1] ^ 1), .corrupt, "FRAME_CORRUPT"),
        ]
        for (bytes, error, code) in cases {
            #expect(throws: error) { try RoundFrame.decodeRequest(bytes) }
            #expect(error.code == code)
        }
    }

    @Test func largeFramesAndBombsAreRefusedByTheirHeader() throws {
        let frame = try RoundFrame.encode(try RoundSamples.request())
        #expect(throws: RoundFrameError.tooLarge(bytes: frame.count, bytesMax: 100)) {
            try RoundFrame.decodeRequest(frame, limits: FrameLimits(bytesMax: 100))
        }
        let bomb = Self.frame([UInt8](repeating: 0, count: 65 << 20))
        #expect(bomb.count < 8_000)
        #expect(throws: RoundFrameError.expandsTooMuch(bytes: 65 << 20, bytesMax: 64 << 20)) {
            try RoundFrame.decodeRequest(bomb)
        }
        var lying = bomb
        lying.replaceSubrange(8..<12, with: [0, 1, 0, 0])
        #expect(throws: RoundFrameError.lengthMismatch) { try RoundFrame.decodeRequest(lying) }
    }

    /// A million records of two bytes each would take a hundred megabytes as objects.
    @Test func recordsAreCountedBeforeTheyAreMade() throws {
        let segments = Self.frame(Self.emptyRecords(1_000_000))
        #expect(throws: RoundFrameError.tooMany(what: "segments", count: 1_025, countMax: 1_024)) {
            try RoundFrame.decodeRequest(segments)
        }
        let records = Self.emptyRecords(40_000)
        let events = Self.frame([0x12, 0x80, 0xF1, 0x04] + records)
        #expect(throws: RoundFrameError.tooMany(what: "events", count: 16_385, countMax: 16_384)) {
            try RoundFrame.decodeRequest(events)
        }
    }

    @Test func fieldsThatCannotBeAreNamed() throws {
        #expect(throws: RoundFrameError.fieldInvalid("hello")) { try RoundFrame.decodeRequest(Self.frame([])) }
        #expect(throws: RoundFrameError.notAMessage) { try RoundFrame.decodeRequest(Self.frame([0xFF, 0xFF])) }
        var request = try RoundSamples.request()
        request.events?.records[2].seq = 99
        let holes = try RoundFrame.encode(request)
        #expect(throws: RoundFrameError.fieldInvalid("events.records.seq")) { try RoundFrame.decodeRequest(holes) }
    }

    @Test func forgedFramesNeverTrap() throws {
        let requestBody = try Self.body(try RoundFrame.encode(try RoundSamples.request()))
        let answerBody = try Self.body(try RoundFrame.encode(RoundSamples.answer()))
        for seed in UInt64(1)...1_500 {
            var random = SeededRandom(seed: seed)
            var body = seed % 2 == 0 ? requestBody : answerBody
            for _ in 0..<1 + random.below(6) {
                switch random.below(3) {
                case 0: body[random.below(body.count)] = UInt8(random.below(256))
                case 1: body.remove(at: random.below(body.count))
                default: body.insert(UInt8(random.below(256)), at: random.below(body.count))
                }
            }
            _ = try? RoundFrame.decodeRequest(Self.frame(body))
            _ = try? RoundFrame.decodeAnswer(Self.frame(body, kind: 2))
        }
    }

    /// Field 3, no bytes, so many times.
    private static func emptyRecords(_ count: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: 2 * count) { buffer, written in
            for index in 0..<count {
                buffer[2 * index] = 0x1A
                buffer[2 * index + 1] = 0
            }
            written = 2 * count
        }
    }

    static func frame(_ body: [UInt8], kind: UInt8 = 1) -> [UInt8] {
        var frame = Array("MWSY".utf8) + [1, 0, kind, 0]
        frame += (0..<4).map { UInt8(truncatingIfNeeded: body.count >> (8 * $0)) }
        Zstandard.compress(body, onto: &frame)
        return frame
    }

    static func body(_ frame: [UInt8]) throws -> [UInt8] {
        try Zstandard.decompress(frame[12...], length: (8..<12).reversed().reduce(0) { $0 << 8 | Int(frame[$1]) })
    }
}

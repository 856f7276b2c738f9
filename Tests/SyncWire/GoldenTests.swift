import Foundation
import SyncWire
import Testing

/// Frames and segments as version 1 wrote them; every later version must read them as they were meant.
///
/// `MILLWRIGHT_RECORD_GOLDEN=<folder>` writes the files of a new version there; those that are recorded never change.
@Suite struct GoldenTests {
    @Test func recordedRequestsAreRead() throws {
        try record("request-v1.frame", try RoundFrame.encode(try RoundSamples.request()))
        #expect(try RoundFrame.decodeRequest(try recorded("request-v1.frame")) == RoundSamples.request())
    }

    @Test func recordedAnswersAreRead() throws {
        try record("answer-v1.frame", try RoundFrame.encode(RoundSamples.answer()))
        #expect(try RoundFrame.decodeAnswer(try recorded("answer-v1.frame")) == RoundSamples.answer())
    }

    @Test func recordedRoundsOfVersion2AreRead() throws {
        try record("request-v2.frame", try RoundFrame.encode(try RoundSamples.requestV2()))
        try record("answer-v2.frame", try RoundFrame.encode(try RoundSamples.answerV2()))
        #expect(try RoundFrame.decodeRequest(try recorded("request-v2.frame")) == RoundSamples.requestV2())
        #expect(try RoundFrame.decodeAnswer(try recorded("answer-v2.frame")) == RoundSamples.answerV2())
    }

    @Test func recordedPatchesWithTheStateOfAClockAreRead() throws {
        for (name, clock) in [("clock-hub-v2.patch", ClockState.hub), ("clock-measured-v2.patch", RoundSamples.clock)] {
            var patch = try RoundSamples.patch()
            patch.writes[0].clock = clock
            try record(name, patch.encode())
            #expect(try DocumentPatch.decode(try recorded(name)) == patch)
        }
    }

    @Test func recordedLabelsOfEventsAreRead() throws {
        let labelled = try RoundSamples.labelled()
        try record("labels-v2.frame", try RoundFrame.encode(labelled))
        #expect(try RoundFrame.decodeRequest(try recorded("labels-v2.frame")) == labelled)
    }

    @Test func peersAgreeOnTheNewestThatBothUnderstand() {
        #expect(RoundFrame.protocolVersion(for: 1) == 1)
        #expect(RoundFrame.protocolVersion(for: 2) == 2)
        #expect(RoundFrame.protocolVersion(for: 9) == RoundFrame.protocolVersion)
        #expect(RoundFrame.protocolVersion(for: 0) == nil)
    }

    @Test func recordedSegmentsAreRead() throws {
        let golden = try SegmentSamples.golden()
        try record("columns-v1.segment", try SegmentCodec.encode(golden))
        #expect(try SegmentCodec.decode(try recorded("columns-v1.segment")) == golden)
        let odd = try SegmentSamples.odd()
        try record("odd-v1.segment", try SegmentCodec.encode(odd))
        #expect(try SegmentCodec.decode(try recorded("odd-v1.segment")) == odd)
        let slips = try SegmentSamples.slips()
        try record("slips-v2.segment", try SegmentCodec.encode(slips))
        #expect(try SegmentCodec.decode(try recorded("slips-v2.segment")) == slips)
    }

    private func recorded(_ name: String) throws -> [UInt8] {
        let file = Bundle.module.bundleURL.appendingPathComponent("Golden").appendingPathComponent(name)
        return Array(try Data(contentsOf: file))
    }

    private func record(_ name: String, _ bytes: [UInt8]) throws {
        guard let folder = ProcessInfo.processInfo.environment["MILLWRIGHT_RECORD_GOLDEN"] else { return }
        try Data(bytes).write(to: URL(fileURLWithPath: folder).appendingPathComponent(name))
    }
}

import SyncCore
import SyncWire
import Telemetry
import Testing

/// What of a session stands in the agent's log.
@Suite struct SessionReportTests {
    @Test("reports read as sentences, with their code first, and never as a program's values")
    func sentences() {
        let verdict = Verdict(kind: .relabel, code: "AGENT_BEHIND", message: "The folder is an old one.")
        let refusal = EventRefusal(code: "EVENT_GAP", message: "Some are missing.", expected: 7)
        let hold = Hold(
            stream: .telemetry, until: Timestamp(seconds: 0), milliseconds: 1, limit: "storage", reason: "It is full.")
        let reports: [(SessionReport, String)] = [
            (.folderFound(verdict), "AGENT_BEHIND: The folder is an old one."),
            (.keptApart(verdict), "AGENT_BEHIND: The folder is an old one."),
            (.eventsRefused(refusal), "EVENT_GAP: Some are missing. The hub takes 7 next."),
            (
                .held(hold),
                "OVER_QUOTA: telemetry held until 1970-01-01T00:00:00.000Z by storage: It is full."
            ),
            (.holdEnded(nil), "The hub takes all streams again."),
            (
                .segmentNotTaken(SegmentOutcome(seq: 4, kind: .collision, code: "SEGMENT_DIFFERS")),
                "SEGMENT_DIFFERS: segment 4 is collision at the hub."
            ),
            (
                .roundFailed(.notConnected("Connection refused"), waitsSeconds: 2),
                "HUB_UNREACHABLE: The hub cannot be reached: Connection refused. The next round waits 2 s."
            ),
            (
                .answerRefused(.roundUnknown(3)),
                "ANSWER_ROUND_UNKNOWN: The answer is to round 3, which is not under way."
            ),
        ]
        for (report, text) in reports { #expect("\(report)" == text) }
    }
}

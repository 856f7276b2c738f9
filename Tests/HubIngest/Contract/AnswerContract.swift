import Simulation
import SyncCore
import SyncWire
import Telemetry

/// The answers of both hubs to one round, held against each other field by field.
struct AnswerContract {
    private let expected: RoundAnswer
    private let real: RoundAnswer

    /// Through the codec, so that what the wire cannot say makes no difference.
    init(_ round: HubRecording.Round, real: RoundAnswer) throws {
        let sent = try RoundFrame.decodeAnswer(RoundFrame.encode(round.answer))
        expected = Self.comparable(sent)
        self.real = Self.comparable(real)
    }

    /// The fields that differ, with both values.
    var differences: [String] {
        zip(Mirror(reflecting: expected).children, Mirror(reflecting: real).children).compactMap { expected, real in
            let (one, other) = (Self.shown(expected.value), Self.shown(real.value))
            return one == other ? nil : "\(expected.label ?? ""): simulated \(one), real \(other)"
        }
    }

    /// A batch with what its records say; its running digests stand for their bytes.
    private static func shown(_ value: Any) -> String {
        guard let batch = value as? EventBatch else { return "\(value)" }
        let records = batch.records.map { record in
            let payload = try? DownlinkPayload.decode(kind: record.kind, payload: record.payload)
            return "\(record.seq): \(payload.map { "\($0)" } ?? "unreadable")"
        }
        return "from \(batch.chainBefore) to \(batch.chainAfter): \(records.joined(separator: ", "))"
    }

    private static func comparable(_ answer: RoundAnswer) -> RoundAnswer {
        var answer = answer
        // The simulated hub is told its credits, the real one draws them from its load; nothing else depends on them.
        answer.credits = []
        // A copy's documents wait five simulated seconds, a real minute: the worlds of many seeds are shorter.
        for index in answer.holds.indices where answer.holds[index].limit == "agent-apart" {
            answer.holds[index].until = Timestamp(microseconds: 0)
            answer.holds[index].milliseconds = 0
            answer.holds[index].reason = ""
        }
        return answer
    }
}

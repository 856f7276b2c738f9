import SyncWire
import Telemetry
import Testing

/// What version 2 of the messages added: documents, the downlink, commands, verdicts, re-labelled records.
extension RoundSamples {
    static func patch() throws -> DocumentPatch {
        let edge = Dot(replica: .edge(IncarnationID(unique)), counter: 3)
        let key = try #require(DocumentKey(kind: .machine, subject: "north/pump-1"))
        let path = try #require(FieldPath("limit.temperature.fixed.critical.above"))
        let write = FieldWrite(
            path: path, dot: edge, value: .number(80), label: HybridTime(at: moment, count: 2), actor: "ann",
            authority: .supervisor, reason: "summer", base: .number(85), context: VersionVector())
        return DocumentPatch(key: key, writes: [write], through: VersionVector([edge]))
    }

    /// How the writer's clock stood; version 2 of the messages got it later.
    static let clock = ClockState.measured(offset: -1_234_567, error: 20_000)

    static func requestV2() throws -> RoundRequest {
        var request = try request()
        request.hello.protocolVersion = 2
        request.hello.predecessor = IncarnationID(UniqueID(high: 7, low: 7))
        request.hello.documentsAcknowledged = EventCursor(seq: 2, chain: Digest(of: [2]))
        request.hello.newestDocument = 3
        request.hello.downlink = EventCursor(seq: 1, chain: Digest(of: [1]))
        request.hello.policyVersion = 1
        request.label = HybridTime(at: moment, count: 4)
        request.documents = EventBatch(
            chainBefore: Digest(of: [2]), chainAfter: Digest(of: [3]),
            records: [
                EventRecord(seq: 3, kind: .documentPatch, priority: .critical, payload: try patch().encode())
            ])
        request.events?.records[0].origins = [
            RecordOrigin(
                incarnation: IncarnationID(UniqueID(high: 7, low: 7)), seq: 105, chain: Digest(of: [105]))
        ]
        request.segments[0].originals = [1, 2].map { SegmentReference(seq: $0, digest: nil) }
        return request
    }

    /// A batch of which an earlier version wrote the first record, and two were written in one commit before a hybrid
    /// clock was put back.
    static func labelled() throws -> RoundRequest {
        var request = try requestV2()
        let labels = [
            nil, HybridTime(at: moment, count: 0), HybridTime(at: moment, count: 300),
            HybridTime(at: moment.advanced(seconds: 3_600), count: 1),
        ]
        request.events = EventBatch(
            chainBefore: Digest(of: [1]), chainAfter: Digest(of: [2]),
            records: labels.enumerated().map { index, label in
                EventRecord(
                    seq: UInt64(index) + 7, kind: .audit, priority: .routine, payload: [UInt8(index)], label: label)
            })
        return request
    }

    static func answerV2() throws -> RoundAnswer {
        let command = SignedCommand(order: [1, 2, 3], key: "k1", signature: [UInt8](repeating: 5, count: 64))
        let payloads: [DownlinkPayload] = [.document(try patch()), .command(command)]
        var answer = answer()
        answer.protocolVersion = 2
        answer.documents = EventCursor(seq: 3, chain: Digest(of: [3]))
        answer.documentRefusal = EventRefusal(code: "EVENT_GAP", message: "There is a gap.", expected: 3)
        answer.quarantinedDocuments = [3]
        answer.downlink = EventBatch(
            chainBefore: Digest(of: [1]), chainAfter: Digest(of: [9]),
            records: payloads.enumerated().map { index, payload in
                EventRecord(
                    seq: UInt64(index) + 2, kind: payload.kind, priority: .important, payload: payload.encode())
            })
        answer.hasMoreDownlink = true
        answer.verdict = Verdict(kind: .wait, code: "AGENT_APART", message: "Another copy speaks.")
        answer.label = HybridTime(at: moment, count: 5)
        answer.policyVersion = 1
        return answer
    }
}

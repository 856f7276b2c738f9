internal import SyncWire
internal import Telemetry

/// Everything that reads bytes which another process, another machine or an older program wrote.
enum FuzzedDecoder: String, CaseIterable {
    case roundRequest = "round-request"
    case roundAnswer = "round-answer"
    case segment
    case event
    case patch
    case downlink
    case order
    case fieldValue = "field-value"
    case payload
    case tail
    case snapshots
    case models
    case profile
    case acknowledgement
    case conflict
    case requestBody = "request-body"
    case signingRequest = "signing-request"
    case deviceJSON = "device-json"

    /// Gives it one input; traps when it does what it must not.
    func take(_ input: [UInt8]) {
        switch self {
        case .roundRequest: takeRequest(input)
        case .roundAnswer: takeAnswer(input)
        case .segment: takeSegment(input)
        case .event: takeEvent(input)
        case .patch: takePatch(input)
        case .downlink: takeDownlink(input)
        case .order: _ = try? CommandOrder.decode(input)
        case .fieldValue: takeFieldValue(input)
        case .payload: FuzzedPayload.take(input)
        case .tail: FuzzedSnapshots.takeTail(input)
        case .snapshots: FuzzedSnapshots.take(input)
        case .models: FuzzedModels.take(input)
        case .profile: FuzzedModels.takeProfile(input)
        case .acknowledgement: FuzzedRequests.takeAcknowledgement(input)
        case .conflict: FuzzedConflict.take(input)
        case .requestBody: FuzzedRequests.takeBody(input)
        case .signingRequest: FuzzedRequests.takeSigningRequest(input)
        case .deviceJSON: FuzzedRequests.takeDeviceJSON(input)
        }
    }

    /// What was read is written and read again: it must be the same, or the two ends would differ.
    private func takeRequest(_ input: [UInt8]) {
        guard let request = try? RoundFrame.decodeRequest(Wrapping.frame(input, kind: 1)),
            let bytes = try? RoundFrame.encode(request)
        else { return }
        guard let again = try? RoundFrame.decodeRequest(bytes) else { fatalError("what was written is not read") }
        // Compared as bytes: a NaN is not equal to itself.
        let same = try? RoundFrame.encode(again)
        precondition(same == bytes, "read twice, it differs")
    }

    private func takeAnswer(_ input: [UInt8]) {
        guard let answer = try? RoundFrame.decodeAnswer(Wrapping.frame(input, kind: 2)),
            let bytes = try? RoundFrame.encode(answer)
        else { return }
        guard let again = try? RoundFrame.decodeAnswer(bytes) else { fatalError("what was written is not read") }
        let same = try? RoundFrame.encode(again)
        precondition(same == bytes, "read twice, it differs")
    }

    private func takeSegment(_ input: [UInt8]) {
        guard let content = try? SegmentCodec.decode(Wrapping.segment(input)) else { return }
        _ = content.measuredReadings
        _ = content.timeRange
        guard let bytes = try? SegmentCodec.encode(content) else { return }
        guard let again = try? SegmentCodec.decode(bytes) else { fatalError("what was written is not read") }
        let same = try? SegmentCodec.encode(again)
        precondition(same == bytes, "read twice, it differs")
    }

    private func takeEvent(_ input: [UInt8]) {
        guard let first = input.first else { return }
        let kind = EventKind(rawValue: UInt16(first))
        guard let payload = try? EventPayload.decode(kind: kind, payload: Array(input.dropFirst())) else { return }
        let bytes = payload.encode()
        guard let again = try? EventPayload.decode(kind: payload.kind, payload: bytes) else {
            fatalError("what was written is not read")
        }
        precondition(again.encode() == bytes, "read twice, it differs")
    }

    private func takePatch(_ input: [UInt8]) {
        guard let patch = try? DocumentPatch.decode(input) else { return }
        let bytes = patch.encode()
        guard let again = try? DocumentPatch.decode(bytes) else { fatalError("what was written is not read") }
        precondition(again == patch, "read twice, it differs")
    }

    private func takeDownlink(_ input: [UInt8]) {
        guard let first = input.first else { return }
        _ = try? DownlinkPayload.decode(
            kind: EventKind(rawValue: UInt16(first)), payload: Array(input.dropFirst()))
    }

    private func takeFieldValue(_ input: [UInt8]) {
        guard let value = FieldValue(String(decoding: input, as: UTF8.self)) else { return }
        guard let again = FieldValue(value.description) else { fatalError("what was written is not read") }
        precondition(again == value, "read twice, it differs")
    }
}

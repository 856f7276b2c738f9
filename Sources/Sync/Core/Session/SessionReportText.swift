internal import SyncWire
internal import Telemetry

/// In a sentence, for the log.
extension SessionReport: CustomStringConvertible {
    /// With the code first where there is one.
    public var description: String {
        switch self {
        case .hubReachable: "The hub can be reached."
        case .hubUnreachable(let failures): "The hub cannot be reached; \(failures) rounds in a row failed."
        case .roundFailed(let failure, let waits): "\(failure) The next round waits \(Self.decimal(waits)) s."
        case .answerRefused(let refusal): "\(refusal)"
        case .eventsRefused(let refusal): Self.text(refusal)
        case .documentsRefused(let refusal): Self.text(refusal)
        case .downlinkRefused(let refusal): "\(refusal)"
        case .hubWentBack(let seq): "The hub has less than it had acknowledged; events are sent again from \(seq) on."
        case .segmentNotTaken(let outcome): Self.text(outcome)
        case .eventQuarantined(let seq): "The hub keeps event \(seq) in its quarantine."
        case .documentQuarantined(let seq): "The hub keeps record \(seq) of the documents in its quarantine."
        case .documentsWentBack(let seq):
            "The hub has less of the documents than it had acknowledged; they are sent again from \(seq) on."
        case .held(let hold):
            "OVER_QUOTA: \(Self.name(hold.stream)) held until \(hold.until.rfc3339) by \(hold.limit): \(hold.reason)"
        case .holdEnded(let stream): "The hub takes \(Self.name(stream)) again."
        case .stalled(let seconds): "SYNC_STALLED: no progress for \(Int(seconds)) s; the session was reset."
        case .folderFound(let verdict), .keptApart(let verdict): "\(verdict.code): \(verdict.message)"
        case .keptApartEnded: "What is sent is no longer kept apart by the hub."
        case .quarantined(let code): "\(code): sync has stopped until a person decides."
        case .clockMeasured(let estimate):
            "The hub's clock is \(estimate.offset) µs ahead of the agent's, give or take \(estimate.error) µs."
        case .clockRefused(let clocks): "COMMAND_CLOCK_UNKNOWN: \(clocks.message)"
        }
    }

    private static func name(_ stream: SyncStream?) -> String { stream.map { "\($0)" } ?? "all streams" }

    private static func text(_ refusal: EventRefusal) -> String {
        "\(refusal.code): \(refusal.message) The hub takes \(refusal.expected) next."
    }

    private static func text(_ outcome: SegmentOutcome) -> String {
        let code = outcome.code.isEmpty ? "" : "\(outcome.code): "
        return "\(code)segment \(outcome.seq) is \(outcome.kind) at the hub."
    }

    /// Without a fraction where there is none.
    private static func decimal(_ seconds: Double) -> String {
        seconds == seconds.rounded() ? "\(Int(seconds))" : "\(seconds)"
    }
}

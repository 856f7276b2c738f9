/// What a record of the downlink says, hub to agent.
public enum DownlinkPayload: Sendable, Equatable {
    case document(DocumentPatch)
    case command(SignedCommand)
    case cancel(CommandCancel)
    case keys(CommandKeys)

    /// The kind that stands beside the payload in its record.
    public var kind: EventKind {
        switch self {
        case .document: .documentPatch
        case .command: .command
        case .cancel: .commandCancel
        case .keys: .commandKeys
        }
    }
}

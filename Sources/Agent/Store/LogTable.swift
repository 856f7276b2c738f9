internal import SyncCore

/// Which strict stream of the agent a log is, and where it lies in the file.
enum LogTable {
    case events
    case documents

    /// The table of its records.
    var name: String {
        switch self {
        case .events: "events"
        case .documents: "document_outbox"
        }
    }

    /// The single value that says what the hub has of it.
    var acknowledgedName: String {
        switch self {
        case .events: "events.acknowledged"
        case .documents: "documents.acknowledged"
        }
    }

    /// The single value that says what of it waits, as of some record.
    var sumsName: String {
        switch self {
        case .events: "events.sums"
        case .documents: "documents.sums"
        }
    }

    /// Where its chain begins.
    var stream: EventChain.Stream {
        switch self {
        case .events: .events
        case .documents: .documents
        }
    }
}

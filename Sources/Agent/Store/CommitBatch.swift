public import SyncWire

/// What one transaction writes beside the readings of the open window.
///
/// It is the caller's: when a commit fails nothing of it is written, and the same batch is tried again.
public struct CommitBatch: Sendable {
    /// Records of stream E, in the order in which they happened.
    public var events: [EventPayload] = []
    /// Machines that are new or have changed.
    public var machines: [MachineRecord] = []
    /// Snapshots to keep.
    public var states: [NamedState] = []
    /// What the agent itself writes into documents, by its own rules.
    public var documents: [DocumentEdit] = []
    /// What became of commands of the hub; each is told to the hub in stream E.
    public var commands: [HubCommand] = []
    /// Messages that were not taken.
    public var quarantined: [QuarantinedMessage] = []
    /// Rows of the quarantine whose messages were taken after all, and that go.
    public var released: [Int64] = []

    /// A batch with nothing in it.
    public init() {}

    /// Whether there is nothing in it.
    public var isEmpty: Bool {
        events.isEmpty && machines.isEmpty && states.isEmpty && documents.isEmpty
            && commands.isEmpty && quarantined.isEmpty && released.isEmpty
    }

    /// Empties it and keeps its room, for the next transaction.
    public mutating func removeAll() {
        events.removeAll(keepingCapacity: true)
        machines.removeAll(keepingCapacity: true)
        states.removeAll(keepingCapacity: true)
        commands.removeAll(keepingCapacity: true)
        documents.removeAll(keepingCapacity: true)
        quarantined.removeAll(keepingCapacity: true)
        released.removeAll(keepingCapacity: true)
    }
}

public import SyncCore
public import SyncWire
public import Telemetry

/// A document with what stands beside it in its row.
public struct StoredDocument: Sendable, Equatable {
    /// The document as it is merged.
    public var document: Document
    /// Whose edge has the other copy.
    public var agent: AgentID
    /// The machine, or the machine of the alert.
    public var machine: MachineID?
    /// Rises with each change; 0 for one that was never written.
    public var revision: Int64
    /// The newest write of the hub that the agent has said it has.
    public var acknowledgedCounter: UInt64

    /// Which document.
    public var key: DocumentKey { document.key }

    /// What a write of the hub replaces: the value in force when both sides last agreed, as far as the hub knows.
    public func base(of path: FieldPath, for hub: ReplicaID, by policies: PolicyTable) -> FieldValue? {
        let own = document.siblings(of: path).first {
            $0.dot.replica == hub && $0.dot.counter > acknowledgedCounter
        }
        if let own { return own.base }
        return document.value(of: path, by: policies)
    }
}

extension StoredDocument {
    init(_ row: PostgresRow, _ key: DocumentKey) throws {
        let state: [UInt8] = try row.value("state")
        let counter: Int64 = try row.value("acknowledged_counter")
        self.init(
            document: state.isEmpty ? Document(key: key) : try Document(stored: state),
            agent: try row.value("agent_id"), machine: try row.value("machine_id"),
            revision: try row.value("revision"), acknowledgedCounter: UInt64(clamping: counter))
    }
}

import Runtime
import SyncCore
import SyncWire
import Telemetry

/// What the hub has of documents, conflicts, commands and the downlink: the tables of `DocumentStore`, `CommandStore`
/// and `RoundStore`, in memory; a value, so that a transaction is a copy.
struct HubTables {
    /// Whose downlink it is.
    struct Name: Hashable {
        var agent: AgentID
        var incarnation: IncarnationID
    }

    struct DocumentRow {
        var document: Document
        var agent: AgentID
        /// Rises with each change.
        var revision = 0
        /// The newest write of the hub that the agent has said it has.
        var acknowledgedCounter: UInt64 = 0
        var isDirty = false
        var sentIncarnation: IncarnationID?
        var sentCounter: UInt64 = 0
    }

    struct ConflictRow {
        var record: ConflictRecord
        var resolvedRevision: Int?
    }

    struct CommandRow {
        var order: CommandOrder
        var signed: SignedCommand
        var state = CommandState.queued
        var isWaiting = true
        var isSent = false
        var cancel: CommandCancel?
        /// The end states that it came to; one in the end.
        var ends: [CommandState] = []
        /// When an agent first said that it is with the device, before it had ended.
        var executingSince: Timestamp?
        /// How often an agent said that it was taken in.
        var received = 0
    }

    struct DownlinkRow {
        var record: EventRecord
        var chain: Digest
        var document: (key: DocumentKey, revision: Int, counter: UInt64)?
    }

    let policies = PolicyTable.standard
    /// Under which the hub writes.
    let replica = ReplicaID(side: .hub, id: UniqueID(high: 0x4B, low: 1))
    var documents: [DocumentKey: DocumentRow] = [:]
    var conflicts: [ConflictID: ConflictRow] = [:]
    var commands: [DeviceCommandID: CommandRow] = [:]
    var downlink: [Name: [DownlinkRow]] = [:]
    /// What agents told of conflicts that they found.
    var conflictsTold: [String] = []
    /// Alerts that agents told of.
    var alerts: Set<AlertID> = []
    /// Commands of which the hub itself raised the alert that nobody knows what became of them.
    var saidUnknown: Set<DeviceCommandID> = []
    /// Those of which an agent said something.
    var machines: Set<MachineKey> = []
    /// How many records of the downlink an answer holds; few, so that one answer is not all.
    var recordsMax = 4
    /// All that the hub is asked, where somebody wants to keep it.
    var recorded: [HubRecording.Step]?
    /// Patches that were not applied.
    var refusedPatches: [(record: EventRecord, why: String)] = []

    /// The keys of an agent's documents, in order.
    func keys(of agent: AgentID) -> [DocumentKey] {
        documents.filter { $0.value.agent == agent }.keys.sorted()
    }

    /// Whether nothing waits for an agent, and it has said that it has everything; under one name, where that is given.
    func isQuiet(_ agent: AgentID, _ incarnation: IncarnationID? = nil) -> Bool {
        !documents.values.contains { $0.agent == agent && $0.isDirty }
            && !commands.values.contains { $0.order.agent == agent && !$0.state.isFinal }
            && downlink.allSatisfy {
                $0.key.agent != agent || (incarnation ?? $0.key.incarnation) != $0.key.incarnation || $0.value.isEmpty
            }
    }
}

package import SyncCore
package import SyncWire
package import Telemetry

/// What people did at a simulated hub, and the jobs of the hub itself.
package enum RecordedWork {
    /// Fields that an operator wrote, or would have, had the edit not been refused with a code.
    case edit(DocumentKey, of: AgentID, [FieldEdit], at: Timestamp, refusal: String?)
    /// A step of a conflict's life that is no write; false where its state did not allow it.
    case note(ConflictEvent, of: ConflictID, at: Timestamp, isTaken: Bool)
    case order(CommandOrder, SignedCommand)
    case cancel(DeviceCommandID, at: Timestamp)
    case endOverdue(at: Timestamp)
}

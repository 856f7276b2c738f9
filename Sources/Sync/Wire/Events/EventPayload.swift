public import Telemetry

/// What a record of stream E says.
public enum EventPayload: Sendable, Equatable {
    case alert(Alert)
    case decision(Decision)
    case action(DeviceAction)
    case machineSeen(MachineSeen)
    case machineStatus(MachineStatusChange)
    case gap(GapManifest)
    case audit(AuditEntry)
    case commandResult(CommandResult)

    /// The kind that stands beside the payload in its record.
    public var kind: EventKind {
        switch self {
        case .alert: .alert
        case .decision: .decision
        case .action: .action
        case .machineSeen: .machineSeen
        case .machineStatus: .machineStatus
        case .gap: .gap
        case .audit: .audit
        case .commandResult: .commandResult
        }
    }

    /// The machine that it is about; nothing where it is about none, or about all.
    public var machine: MachineKey? {
        switch self {
        case .alert(let alert): alert.machine
        case .decision(let decision): decision.machine
        case .action(let action): action.machine
        case .machineSeen(let seen): seen.machine
        case .machineStatus(let change): change.machine
        case .gap(let gap): gap.machine
        case .audit: nil
        case .commandResult(let result): result.machine
        }
    }

    /// Critical: a critical alert, a decision or status that takes a machine down, a command whose effect is not
    /// known.
    ///
    /// Important: the other alerts, decisions, actions and status changes. Routine: the rest.
    public var priority: EventPriority {
        switch self {
        case .alert(let alert): alert.severity == .critical && alert.state.isActive ? .critical : .important
        case .decision(let decision): decision.actionTaken == .none ? .important : .critical
        case .action(let action): action.state == .unknown || action.state == .failed ? .critical : .important
        case .machineStatus(let change): change.status == .online ? .important : .critical
        case .commandResult(let result): result.state == .unknown || result.state == .failed ? .critical : .important
        case .machineSeen, .gap, .audit: .routine
        }
    }
}

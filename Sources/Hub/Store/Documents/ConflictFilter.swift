public import SyncCore
public import SyncWire
public import Telemetry

/// Which conflicts are meant; nothing means all.
public struct ConflictFilter: Sendable, Equatable {
    /// In one of these states.
    public var states: [ConflictState]?
    /// Of this machine and its alerts.
    public var machine: MachineID?
    /// Of this urgency.
    public var severity: Severity?
    /// Of this field.
    public var path: FieldPath?
    /// Decided by this rule.
    public var rule: MergeRule?
    /// Found before this.
    public var detectedBefore: Timestamp?
    /// Found at this time or after it.
    public var detectedSince: Timestamp?

    /// A filter of what is given.
    public init(
        states: [ConflictState]? = nil, machine: MachineID? = nil, severity: Severity? = nil, path: FieldPath? = nil,
        rule: MergeRule? = nil, detectedBefore: Timestamp? = nil, detectedSince: Timestamp? = nil
    ) {
        self.states = states
        self.machine = machine
        self.severity = severity
        self.path = path
        self.rule = rule
        self.detectedBefore = detectedBefore
        self.detectedSince = detectedSince
    }
}

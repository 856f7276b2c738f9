public import Telemetry

/// Which alerts a list shows; nothing means all.
public struct AlertFilter: Sendable, Equatable {
    /// Only those in this state.
    public var state: AlertState?
    /// Only those of this severity.
    public var severity: Severity?
    /// Only this machine's.
    public var machine: MachineID?
    /// Only those that still want something: neither normal nor resolved.
    public var isOpen: Bool?
    /// Only those that changed after this moment.
    public var changedAfter: Timestamp?

    /// A filter of the fields that are given.
    public init(
        state: AlertState? = nil, severity: Severity? = nil, machine: MachineID? = nil, isOpen: Bool? = nil,
        changedAfter: Timestamp? = nil
    ) {
        self.state = state
        self.severity = severity
        self.machine = machine
        self.isOpen = isOpen
        self.changedAfter = changedAfter
    }
}

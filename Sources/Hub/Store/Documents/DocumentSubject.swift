public import Telemetry

/// Whose document people see and edit by a call of its own.
public enum DocumentSubject: Sendable, Equatable {
    /// Settings, limits, status, latches and notes.
    case machine(MachineID)
    /// Configuration, desired and reported.
    case agent(AgentID)
}

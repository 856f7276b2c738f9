public import Telemetry

/// What a guard wants done, in the order in which it wants it.
///
/// The caller stores all effects of one transaction's readings, and the guard's snapshot, in that same transaction;
/// only when it is committed does anything leave the agent.
public enum AutonomyEffect: Sendable, Equatable {
    /// An alert as it now stands: a new one, or a change of an open one (`revision` rises).
    case alert(Alert)
    /// A decision, after the alert that it is about.
    case decision(Decision)
    /// The machine's status was changed by the agent.
    case status(MachineStatus, reason: String, decision: DecisionID?)
    /// A command to the device, to be handed to the `CommandLedger`.
    ///
    /// Its record (`action`, INTENDED) is an event too.
    case command(DeviceCommand)
    /// A change in the life of a command, or one that was refused before it was sent.
    case action(DeviceAction)
    /// A command that was admitted and ended without ever leaving; the code says why it might not go.
    case withheld(DeviceAction, code: String)
}

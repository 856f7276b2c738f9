internal import Telemetry

/// What becomes of the command that a rule wants.
enum CommandProposal {
    case none
    case refused(DeviceAction)
    /// The hub is asked first.
    case asked(DeviceAction, until: Timestamp, trial: String)
    /// With what the twin said of it.
    case allowed(DeviceCommand, trial: String)

    /// Until when the hub is waited for.
    var answerBy: Timestamp? {
        if case .asked(_, let until, _) = self { until } else { nil }
    }
}

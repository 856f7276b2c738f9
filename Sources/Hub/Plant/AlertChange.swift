public import Telemetry

/// What a person does about an alert.
public enum AlertChange: Sendable, Equatable {
    case acknowledge
    case resolve
    case shelve(until: Timestamp)
    case unshelve
}

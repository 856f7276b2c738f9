public import Telemetry

/// What a forest is to be fitted from.
public struct FitRequest: Sendable, Equatable {
    /// Whose history.
    public var machine: MachineID
    /// The first moment, itself included.
    public var from: Timestamp
    /// The last moment, itself left out.
    public var to: Timestamp
    /// The metrics; nothing: all that are measured, in the order of their names, as many as there may be.
    public var features: [MetricName]?

    /// A wish by its parts.
    public init(machine: MachineID, from: Timestamp, to: Timestamp, features: [MetricName]?) {
        self.machine = machine
        self.from = from
        self.to = to
        self.features = features
    }
}

public import Telemetry

/// The topics of one machine under the generic profiles (edge.md): `plant/<factory>/<machine>/…`.
public struct DeviceTopics: Sendable, Equatable {
    /// Whose levels stand in every topic here.
    public let machine: MachineKey

    /// The topics of a machine.
    public init(_ machine: MachineKey) {
        self.machine = machine
    }

    /// Where several metrics of one moment go.
    public var readings: String { "plant/\(machine)" }

    /// Where one metric goes.
    public func reading(_ metric: MetricName) -> String { "\(readings)/\(metric)" }

    /// Where the retained state goes.
    public var state: String { "\(readings)/state" }

    /// Where acknowledgements go.
    public var acknowledgement: String { "\(readings)/ack" }

    /// The filter of the machine's commands.
    public var commands: String { "\(readings)/cmd/+" }
}

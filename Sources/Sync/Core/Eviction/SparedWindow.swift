public import Telemetry

/// A time around an alert whose readings are kept as they are.
public struct SparedWindow: Sendable, Equatable {
    /// Whose readings.
    public var machine: MachineKey
    /// Microseconds since 1970, both ends within.
    public var times: ClosedRange<Int64>

    /// A window of a machine.
    public init(machine: MachineKey, times: ClosedRange<Int64>) {
        self.machine = machine
        self.times = times
    }

    /// The window around a moment.
    public init(machine: MachineKey, around moment: Timestamp, seconds: Double) {
        let end = max(moment, moment.advanced(seconds: seconds)).microseconds
        let start = min(moment, moment.advanced(seconds: -seconds)).microseconds
        self.init(machine: machine, times: start...end)
    }
}

public import MQTT
public import Telemetry

/// How a fleet of simulated machines behaves.
public struct SimulatorOptions: Sendable {
    /// How the readings of one moment are put into messages.
    public enum Layout: String, Sendable, CaseIterable {
        /// One message for each metric, with its unit.
        case separate
        /// One message with all metrics, without units.
        case together
    }

    /// The machines' seconds between readings.
    public var intervalSeconds = 2.0
    /// Of the readings; acknowledgements of commands have 1 always.
    public var qos = MQTTQoS.atLeastOnce
    /// Only `separate` carries units, and so shows `wrongUnit` for what it is.
    public var layout = Layout.separate
    /// The same seed gives the same readings on any computer.
    public var seed: UInt64 = 1
    /// Where the machines' time begins; nothing begins now.
    ///
    /// From the past they run at `speed` until they reach now.
    public var startsAt: Timestamp?
    /// How many seconds of the past go by in one; nothing is as fast as the broker takes them.
    public var speed: Double? = 1
    /// What goes wrong by itself, and when; empty for nothing.
    public var faults: [PlannedFault] = []
    /// Machines' seconds after which it ends; nothing goes on.
    public var durationSeconds: Double?

    /// Every two seconds from now on, without faults.
    public init() {}
}

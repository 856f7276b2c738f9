public import DeviceProfiles
public import Telemetry

/// One command with all that is needed to send it and to know what became of it.
public struct DeviceCommand: Sendable, Equatable {
    /// Its record; `state` is where it stands.
    public var action: DeviceAction
    /// Where it is published.
    public var topic: String
    /// `{"id","action","args","expires"}` as UTF-8.
    public var payload: [UInt8]
    /// How long after the sending the device may stay silent.
    public var timeoutSeconds: Double
    /// Whether it may be sent again when nobody knows whether it arrived.
    public var executionClass: ActionDefinition.ExecutionClass
    /// What is read back before it is sent again; nothing when nothing can be.
    public var probe: CommandProbe?

    /// A command as the guard intends it.
    public init(
        action: DeviceAction, topic: String, payload: [UInt8], timeoutSeconds: Double,
        executionClass: ActionDefinition.ExecutionClass, probe: CommandProbe? = nil
    ) {
        self.action = action
        self.topic = topic
        self.payload = payload
        self.timeoutSeconds = timeoutSeconds
        self.executionClass = executionClass
        self.probe = probe
    }

    /// Whether it may be sent again at all.
    var isRepeatable: Bool { executionClass != .atMostOnce || probe != nil }
}

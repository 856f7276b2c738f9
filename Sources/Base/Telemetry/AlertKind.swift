/// What an alert is about (plant.md, Alerts). Profiles may name further kinds of their own in upper case.
public struct AlertKind: RawRepresentable, Hashable, Sendable {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public static let temperature = AlertKind(rawValue: "TEMPERATURE")
    public static let powerSpike = AlertKind(rawValue: "POWER_SPIKE")
    public static let vibration = AlertKind(rawValue: "VIBRATION")
    public static let anomaly = AlertKind(rawValue: "ANOMALY")
    public static let stale = AlertKind(rawValue: "STALE")
    public static let agentOffline = AlertKind(rawValue: "AGENT_OFFLINE")
    /// A device did not answer a command; its effect is not known.
    public static let commandUnknown = AlertKind(rawValue: "COMMAND_UNKNOWN")
}

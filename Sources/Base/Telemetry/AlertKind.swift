/// What an alert is about (plant.md, Alerts).
///
/// Profiles may name further kinds of their own in upper case.
public struct AlertKind: RawRepresentable, Hashable, Sendable {
    /// The word in payloads, in the API and in profiles.
    public let rawValue: String

    /// A kind by its word, in upper case.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// A temperature beyond its limit.
    public static let temperature = AlertKind(rawValue: "TEMPERATURE")
    /// Power far over its baseline.
    public static let powerSpike = AlertKind(rawValue: "POWER_SPIKE")
    /// Vibration beyond its limit.
    public static let vibration = AlertKind(rawValue: "VIBRATION")
    /// A reading that the models did not expect.
    public static let anomaly = AlertKind(rawValue: "ANOMALY")
    /// No data for three expected intervals.
    public static let stale = AlertKind(rawValue: "STALE")
    /// The hub has not seen an agent for too long.
    public static let agentOffline = AlertKind(rawValue: "AGENT_OFFLINE")
    /// Two live copies of an agent's data folder speak for it.
    public static let agentCopied = AlertKind(rawValue: "AGENT_COPIED")
    /// An agent has something to send and a link, and nothing moves.
    public static let syncStalled = AlertKind(rawValue: "SYNC_STALLED")
    /// A device did not answer a command; its effect is not known.
    public static let commandUnknown = AlertKind(rawValue: "COMMAND_UNKNOWN")
}

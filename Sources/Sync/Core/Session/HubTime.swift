public import Runtime
public import Telemetry

/// A time that the hub has named as its own.
public struct HubTime: Sendable, Equatable {
    /// By the hub's clock.
    public var named: Timestamp
    /// When its answer came; the hub had named it a little before.
    public var at: Uptime

    /// A time as it was heard.
    public init(named: Timestamp, at: Uptime) {
        self.named = named
        self.at = at
    }
}

public import SyncWire
public import Telemetry

/// What a tenant's plan allows its agents, and how much of it is used.
public struct PlanLimits: Sendable, Equatable {
    /// What people call the plan.
    public var plan: String
    /// Bytes of telemetry that the tenant may store.
    public var storageBytes: Int64
    /// Bytes that it stores.
    public var storedBytes: Int64
    /// When the subscription ran out; nothing: it does not.
    public var expiresAt: Timestamp?

    /// Limits by their parts.
    public init(plan: String, storageBytes: Int64, storedBytes: Int64, expiresAt: Timestamp?) {
        self.plan = plan
        self.storageBytes = storageBytes
        self.storedBytes = storedBytes
        self.expiresAt = expiresAt
    }

    /// What is held now, until when, and because of which limit: telemetry alone.
    ///
    /// Events, documents and commands are never held: what a machine did and what holds for it does not depend on a
    /// bill. A subscription that ran out goes on for `graceSeconds`. What is held stays with the agent; each hold is
    /// looked at again after a quarter of an hour.
    public func holds(at now: Timestamp, graceSeconds: Double) -> [Hold] {
        func hold(_ limit: String, _ reason: String) -> Hold {
            Hold(
                stream: .telemetry, until: now.advanced(seconds: Self.holdSeconds),
                milliseconds: UInt64(Self.holdSeconds * 1_000), limit: limit, reason: reason)
        }
        if let expiresAt, now >= expiresAt.advanced(seconds: graceSeconds) {
            return [hold("subscription", "The subscription \(plan) ran out at \(expiresAt.rfc3339).")]
        }
        guard storedBytes < storageBytes else {
            return [
                hold(
                    "storage", "The plan \(plan) stores \(storageBytes) bytes of telemetry; \(storedBytes) are stored.")
            ]
        }
        return []
    }

    private static let holdSeconds = 900.0
}

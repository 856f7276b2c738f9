public import SyncCore
internal import SyncWire

/// Of which streams a round brought something that the hub had not.
public struct StreamProgress: Sendable, Equatable {
    /// Of stream E.
    public var events: Bool
    /// Of stream D.
    public var documents: Bool
    /// Of stream T.
    public var segments: Bool
    /// Stream T is held by a limit of the plan: what waits of it is not stuck.
    ///
    /// A quarantine that is full is no such hold: it does not end by itself.
    public var isTelemetryHeld: Bool

    /// What a round's decision comes to.
    public init(_ decision: RoundDecision) {
        events = !decision.events.isEmpty
        documents = !decision.documents.isEmpty
        segments = decision.segments.contains {
            switch $0.step {
            case .store, .quarantine, .collide: true
            case .duplicate, .hold: false
            }
        }
        isTelemetryHeld = decision.holds.contains {
            $0.stream == .telemetry && $0.limit != RoundStore.quarantineLimit
        }
    }
}

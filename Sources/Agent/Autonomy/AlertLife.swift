package import Telemetry

/// The life of the one alert that a condition of a machine can have at a time, in the states of ISA-18.2.
///
///     normal ─raise→ unacknowledged-active ─acknowledge→ acknowledged-active
///                       │return                              │return
///                    unacknowledged-returned ─acknowledge→ normal
///
/// A condition that comes back within `groupSeconds` of its return is the same alert again: a flapping sensor makes one
/// alert with many revisions. The severity only rises within one alert. Acknowledging is a person's.
package struct AlertLife: Sendable, Equatable {
    /// How long after its return a condition is still the same occurrence.
    package static let groupSeconds: Double = 600

    /// What a raising says about the alert.
    package struct Cause: Sendable, Equatable {
        package var severity: Severity
        package var value: Double?
        package var limit: Double?
        package var expected: Double?
        package var score: Double?
        package var message: String

        package init(
            severity: Severity, value: Double?, limit: Double?, expected: Double?, score: Double?, message: String
        ) {
            self.severity = severity
            self.value = value
            self.limit = limit
            self.expected = expected
            self.score = score
            self.message = message
        }
    }

    /// None or one, in a list because most lives never have an alert: 8 bytes in place of 200.
    private var kept: [Alert]

    package init(alert: Alert? = nil) {
        kept = alert.map { [$0] } ?? []
    }

    /// The current occurrence or the last one.
    package var alert: Alert? { kept.first }

    package var isActive: Bool { kept.first?.state.isActive ?? false }

    /// Whether a raising at that time would be a new occurrence.
    package func isNew(at time: Timestamp) -> Bool {
        guard let alert else { return true }
        switch alert.state {
        case .unacknowledgedActive, .acknowledgedActive: return false
        case .unacknowledgedReturned:
            return time.seconds(since: alert.returnedAt ?? alert.changedAt) > Self.groupSeconds
        case .normal, .shelved, .suppressed: return true
        }
    }

    /// The condition holds: a new alert, the same one again, or the same one worse; nothing when it says nothing new.
    package mutating func raise(_ cause: Cause, since: Timestamp, at time: Timestamp, as new: () -> Alert) -> Alert? {
        guard !isNew(at: time), var alert else {
            var alert = new()
            alert.state = .unacknowledgedActive
            alert.raisedAt = since
            alert.changedAt = time
            alert.returnedAt = nil
            Self.tell(cause, &alert)
            alert.severity = cause.severity
            kept = [alert]
            return alert
        }
        let isWorse = cause.severity > alert.severity
        guard isWorse || !alert.state.isActive else { return nil }
        // Who acknowledged the warning has not seen that it became critical.
        alert.state = .unacknowledgedActive
        alert.severity = max(alert.severity, cause.severity)
        alert.returnedAt = nil
        Self.tell(cause, &alert)
        return change(alert, at: time)
    }

    /// The condition is over; nothing when it was not active.
    package mutating func end(at time: Timestamp) -> Alert? {
        guard var alert, alert.state.isActive else { return nil }
        alert.state = alert.state == .acknowledgedActive ? .normal : .unacknowledgedReturned
        alert.returnedAt = time
        return change(alert, at: time)
    }

    /// A person has seen it; nothing when there was nothing to see.
    package mutating func acknowledge(at time: Timestamp) -> Alert? {
        guard var alert else { return nil }
        switch alert.state {
        case .unacknowledgedActive: alert.state = .acknowledgedActive
        case .unacknowledgedReturned: alert.state = .normal
        case .acknowledgedActive, .normal, .shelved, .suppressed: return nil
        }
        return change(alert, at: time)
    }

    private mutating func change(_ changed: Alert, at time: Timestamp) -> Alert {
        var changed = changed
        changed.revision &+= 1
        changed.changedAt = time
        kept = [changed]
        return changed
    }

    private static func tell(_ cause: Cause, _ alert: inout Alert) {
        alert.value = cause.value
        alert.limit = cause.limit
        alert.expected = cause.expected
        alert.score = cause.score
        alert.message = cause.message
    }
}

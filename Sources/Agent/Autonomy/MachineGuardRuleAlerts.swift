internal import DeviceProfiles
internal import Telemetry

/// Alerts that rules raise: active while the rule's condition counts.
extension MachineGuard {
    /// Raises or ends a rule's alert when its condition has begun or ended to count; before it decides, so that the
    /// decision names the alert.
    mutating func tellAlert(
        of place: Int, wasActive: Bool, at time: Timestamp, _ context: inout GuardContext,
        _ effects: inout [AutonomyEffect]
    ) {
        let isActive = rules[place].crossing.isActive
        guard isActive != wasActive else { return }
        alarmRevision += 1
        guard isActive else { return endAlert(of: place, at: time, &effects) }
        guard let kind = rules[place].alert else { return }
        let rule = rules[place].rule
        let slot = slots[rule.slot]
        let since = rules[place].crossing.since ?? time
        let cause = AlertLife.Cause(
            severity: rule.riskLevel, value: slot.time == nil ? nil : slot.value, limit: nil, expected: nil, score: nil,
            message: AlertText.rule(rules[place], slot, since: since))
        let blank = blank(kind, slot.definition.name, &context)
        if let raised = rules[place].life.raise(cause, since: since, at: time, as: { blank }) {
            record(raised, &effects)
        }
    }

    /// Ends a rule's alert, if one is active.
    mutating func endAlert(of place: Int, at time: Timestamp, _ effects: inout [AutonomyEffect]) {
        if let ended = rules[place].life.end(at: time) { record(ended, &effects) }
    }
}

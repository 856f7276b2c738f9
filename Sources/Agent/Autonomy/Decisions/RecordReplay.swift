public import Telemetry

/// A decision made again from its record, by the function that made it.
public struct RecordReplay: Sendable {
    /// How it goes now.
    public let course: DecisionCourse
    /// What it gave then.
    public let kept: DecisionOutcome
    /// Where the two differ, for people; empty when it is the same decision.
    public let differences: [String]
    /// Versions of models that it depended on and that this program does not have: `twin@1`.
    public let otherModels: [String]

    /// Makes a decision again, and compares it with what its record and the decision itself say.
    public init(
        _ record: DecisionRecord, action: Decision.Action?, risk: Severity?, model: String
    ) {
        course = record.inputs.course()
        kept = record.outcome
        differences =
            Self.steps(course.outcome, kept) + Self.ends(course.outcome, kept)
            + (action == kept.action && risk == kept.risk
                ? [] : ["the decision says another action or risk than its record"])
        let used = record.inputs.twin == nil ? [] : model.split(separator: ",").map { $0.drop { $0 == " " } }
        otherModels = used.filter { $0.hasPrefix("twin@") && $0 != MachineGuard.twinModel }.map(String.init)
    }

    private static func steps(_ now: DecisionOutcome, _ then: DecisionOutcome) -> [String] {
        func name(_ step: DecisionStep) -> String { "\(step.kind.rawValue) \(step.verdict.rawValue)" }
        for place in 0..<max(now.steps.count, then.steps.count) {
            let new = place < now.steps.count ? name(now.steps[place]) : "nothing more"
            let old = place < then.steps.count ? name(then.steps[place]) : "nothing more"
            // After the first that differs the others follow from it.
            if new != old { return ["step \(place + 1): \(new), it was \(old)"] }
        }
        return []
    }

    private static func ends(_ now: DecisionOutcome, _ then: DecisionOutcome) -> [String] {
        func differ(_ what: String, _ new: String?, _ old: String?) -> String? {
            new == old ? nil : "\(what): \(new ?? "none"), it was \(old ?? "none")"
        }
        return [
            differ("outcome", now.result.rawValue, then.result.rawValue),
            differ("action", now.action.rawValue, then.action.rawValue),
            differ("risk", now.risk.rawValue, then.risk.rawValue),
            differ("status", now.status?.rawValue, then.status?.rawValue),
            differ("command", now.command, then.command),
            differ("arguments", text(now.arguments), text(then.arguments)),
            differ("reason", now.reason, then.reason), differ("twin", now.trial, then.trial),
        ].compactMap(\.self)
    }

    private static func text(_ arguments: [String: Double]) -> String {
        arguments.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
    }
}

extension MachineGuard {
    /// The version of the twin that is asked and stepped.
    static let twinModel = "twin@2"
}

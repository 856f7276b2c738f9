internal import DeviceProfiles
internal import Telemetry

/// The decision itself: a pure function, from the condition to what is done.
extension DecisionInputs {
    /// Makes the decision: the first step that speaks against it ends it.
    ///
    /// A decision that concludes a question is about the command alone: the status was the first one's.
    public func course() -> DecisionCourse {
        var course = DecisionCourse(DecisionOutcome(risk: condition.rule.riskLevel))
        let goesOn = answer.map { concludes($0, &course) } ?? fires(&course)
        guard goesOn, acts(&course) else { return course }
        guard answer != nil || setsStatus(&course) else { return course }
        sends(&course)
        return course
    }

    private func fires(_ course: inout DecisionCourse) -> Bool {
        let made = condition.outcome()
        guard condition.holds else {
            course.outcome.risk = made.risk
            course.stop(.condition, condition.text, as: .nothing, because: "the condition does not hold")
            return false
        }
        course.note(.condition, .passes, condition.text)
        let needed = condition.rule.forSeconds
        let held = "for \(NumberText.seconds(heldSeconds)) of \(NumberText.seconds(needed))"
        guard heldSeconds >= needed else {
            course.outcome.risk = .info
            course.stop(.duration, held, as: .nothing, because: "it has not held for long enough")
            return false
        }
        course.note(.duration, .passes, held)
        course.outcome.action = made.action
        return true
    }

    private func concludes(_ answer: QuestionAnswer, _ course: inout DecisionCourse) -> Bool {
        guard conditionCounts else {
            course.note(.answer, answer.isAllowed ? .passes : .stops, answer.text)
            let rule = "\(condition.rule.name)@\(condition.rule.version)"
            course.stop(
                .condition, "it is over", as: .refused, because: "the condition of rule \(rule) is over")
            return false
        }
        guard answer.isAllowed else {
            course.stop(.answer, answer.text, as: .refused, because: answer.text)
            return false
        }
        course.note(.answer, .passes, answer.text)
        course.note(.condition, .passes, "it still counts")
        return true
    }

    private func acts(_ course: inout DecisionCourse) -> Bool {
        switch condition.rule.mode {
        case .act: break
        case .shadow:
            course.stop(.mode, "shadow: it is only recorded", as: .shadow, because: "the rule is in shadow mode")
            return false
        case .recommend:
            course.stop(.mode, "it only recommends", as: .recommended, because: "the rule only recommends")
            return false
        }
        course.note(.mode, .passes, "act")
        return true
    }

    private func setsStatus(_ course: inout DecisionCourse) -> Bool {
        guard let wanted = condition.rule.status else {
            course.note(.status, .passes, "the rule changes none; it is \(status.rawValue)")
            return true
        }
        guard condition.statusIsAllowed else {
            let reason = "the autonomy policy does not allow the status \(wanted.rawValue)"
            course.stop(.status, reason, as: .refused, because: reason)
            return false
        }
        let isStricter = wanted > status
        if isStricter { course.outcome.status = wanted }
        course.note(
            .status, .passes,
            isStricter ? "from \(status.rawValue) to \(wanted.rawValue)" : "it is \(status.rawValue) already")
        return true
    }

    private func sends(_ course: inout DecisionCourse) {
        guard let name = condition.rule.action else {
            course.note(.action, .passes, "the rule sends no command")
            course.outcome.result = condition.rule.status == nil ? .warned : .acted
            return
        }
        course.outcome.command = name
        for kind in Self.commandSteps {
            let check = check(kind, of: name)
            if kind == .twin, check.verdict == .passes { course.outcome.trial = check.trial }
            guard check.verdict != .stops else {
                return course.stop(kind, check.found, as: .refused, because: check.found)
            }
            course.note(kind, check.verdict, check.found)
            if check.verdict == .asks { course.outcome.result = .asked }
        }
        course.outcome.arguments = filled
        if course.outcome.result != .asked { course.outcome.result = .acted }
    }

    /// What stands between a rule's wish and a command, in the order in which it is asked.
    private static let commandSteps: [DecisionStep.Kind] = [
        .action, .latch, .limits, .hours, .arguments, .envelope, .twin, .person, .hub,
    ]
}

extension RuleInputs {
    /// The condition with what was known, for people.
    var text: String {
        func newest() -> String {
            evidence.last { $0.metric == rule.metric }.map { "is \(NumberText.of($0.value))" } ?? "not known"
        }
        switch rule.condition {
        case .value(let direction, _):
            return "\(rule.metric) \(direction.rawValue) \(NumberText.of(threshold)) (\(newest()))"
        case .score(let atLeast):
            return "\(rule.metric) scores \(NumberText.score(atLeast)) or more (\(NumberText.score(score)))"
        case .policy(let condition): return condition.text(with: facts)
        }
    }
}

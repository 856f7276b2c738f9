internal import Settings
internal import Telemetry

/// Reads the `rules` of a profile, and those that a machine was given.
enum RuleReader {
    /// Rules of one machine.
    static let rulesMax = 32

    static func rules(of root: SectionReader, profile: FirmwareProfile) -> [AutonomyRule] {
        var rules: [AutonomyRule] = []
        for section in root.sections("rules", most: rulesMax) {
            let name = section.value(
                "name", required: true, expected: "a name of 1 to 64 of a-z 0-9 _ -", ProfileName.checked)
            let rule = rule(named: name, from: section, profile: profile)
            guard let rule else { continue }
            if rules.contains(where: { $0.name == rule.name }) {
                section.mistake(.keyDuplicate, "name", "the rule `\(rule.name)` is here a second time")
            } else {
                rules.append(rule)
            }
        }
        return rules
    }

    /// The rule of a section whose name is known, or was looked for and not found.
    static func rule(
        named name: String?, from section: SectionReader, profile: FirmwareProfile
    ) -> AutonomyRule? {
        let when = section.section("when", required: true).flatMap {
            condition(from: $0, of: section, profile: profile)
        }
        let held = section.seconds("for", required: true, in: 0...604_800)
        let risk = section.word("risk", required: true, as: Severity.self)
        let cause = section.text("root_cause", required: true)
        let recommendation = section.text("recommendation", required: true)
        let action = action(of: section, profile: profile)
        let status = section.word("set_status", as: MachineStatus.self)
        let alert = section.value("raise_alert", expected: "an upper-case word, as SLIP", ProfileName.upperCase)
        let version = section.integer("version", in: 1...1_000_000, default: 1) ?? 1
        let mode = section.word("mode", as: AutonomyRule.Mode.self) ?? .act
        let hysteresis = hysteresis(of: section, when?.condition)
        let window = section.seconds("maintenance_window", in: 3_600...31_536_000).map { $0 / 3_600 }
        let savings = section.number("estimated_savings", in: 0...1e12, default: 0) ?? 0
        let loss = section.number("prevented_loss", in: 0...1e12, default: 0) ?? 0
        let arguments = arguments(of: section, action: action)
        section.finish()
        guard let name, let when, let held, let risk, let cause, let recommendation else { return nil }
        return AutonomyRule(
            name: name, version: version, mode: mode, metric: when.metric, slot: when.slot, condition: when.condition,
            hysteresis: hysteresis, forSeconds: held, status: status, alert: alert.map(AlertKind.init(rawValue:)),
            action: action?.name, arguments: arguments, riskLevel: risk, rootCause: cause,
            recommendation: recommendation, maintenanceWindowHours: window, estimatedSavings: savings,
            preventedLoss: loss)
    }

    private typealias Read = (metric: MetricName, slot: Int, condition: AutonomyRule.Condition)

    /// One comparison of one metric is what it always was; anything else is a condition of the policy language.
    private static func condition(
        from section: SectionReader, of rule: SectionReader, profile: FirmwareProfile
    ) -> Read? {
        let words = ["all", "any", "not", "twin", "status", "hub_away_for", "between", "forest_score_at_least"]
        let ofMetric = ["rising_faster_than", "falling_faster_than", "missing_for", "hysteresis"]
        let isPolicy = (words + ofMetric).contains { section.has($0) }
        let isOfMachine = section.has("score_at_least") && !section.has("metric")
        return isPolicy || isOfMachine
            ? policy(from: section, of: rule, profile: profile) : comparison(from: section, of: rule, profile: profile)
    }

    private static func policy(
        from section: SectionReader, of rule: SectionReader, profile: FirmwareProfile
    ) -> Read? {
        var reader = ConditionReader(profile: profile)
        let condition = reader.condition(from: section)
        let about = rule.has("about") ? MetricLookup.metric("about", of: rule, in: profile) : nil
        guard let condition else { return nil }
        if let about { return (about.0, about.1, .policy(condition)) }
        guard let metric = condition.atoms.lazy.compactMap(\.metric).first else {
            if !rule.has("about") {
                rule.mistake(
                    .keyMissing, "about", "the condition looks at no metric, so the rule must say what it is about",
                    hint: "name the metric whose readings a decision shows")
            }
            return nil
        }
        return (metric.name, metric.slot, .policy(condition))
    }

    /// A rule's own hysteresis is for its one comparison; in a policy each comparison has its own.
    private static func hysteresis(of section: SectionReader, _ condition: AutonomyRule.Condition?) -> Double {
        let hysteresis = section.number("hysteresis", in: 0...1e12, default: 0) ?? 0
        if case .policy = condition, section.has("hysteresis") {
            section.mistake(
                .conflict, "hysteresis", "the rule's condition is no single comparison",
                hint: "write it in the comparison that it is for")
        }
        return hysteresis
    }

    private static func comparison(
        from section: SectionReader, of rule: SectionReader, profile: FirmwareProfile
    ) -> Read? {
        if rule.has("about") {
            rule.mistake(.conflict, "about", "the rule is about the metric of its condition")
        }
        let metric = MetricLookup.metric("metric", of: section, in: profile)
        let written = MetricLookup.hasThreshold(section) + (section.has("score_at_least") ? 1 : 0)
        let threshold = MetricLookup.threshold(of: section)
        let score = section.number("score_at_least", in: 0...1)
        section.finish()
        if written != 1 {
            section.mistake(
                written == 0 ? .keyMissing : .conflict, "above", "a rule has one condition",
                hint: "one of above, below, above_baseline, below_baseline, score_at_least")
        }
        guard let metric else { return nil }
        if let score { return (metric.0, metric.1, .score(atLeast: score)) }
        return threshold.map { (metric.0, metric.1, .value($0.0, $0.1)) }
    }

    private static func action(of section: SectionReader, profile: FirmwareProfile) -> ActionDefinition? {
        guard let name = section.text("send", bytesMax: 64) else { return nil }
        if let action = profile.action(named: name) { return action }
        let near = NearestName.of(name, among: profile.actions.map(\.name)).map { "did you mean `\($0)`?" }
        section.mistake(.conflict, "send", "the profile has no action `\(name)`", hint: near)
        return nil
    }

    private static func arguments(of section: SectionReader, action: ActionDefinition?) -> [String: Double] {
        guard let inner = section.section("arguments") else { return [:] }
        var arguments: [String: Double] = [:]
        for argument in action?.arguments ?? [] {
            if let value = inner.number(argument.name, in: argument.range) { arguments[argument.name] = value }
        }
        inner.finish()
        return arguments
    }
}

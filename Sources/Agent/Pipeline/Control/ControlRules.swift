internal import AgentConsole
internal import AgentIngest
internal import DeviceProfiles
internal import Settings
internal import SyncWire
internal import Telemetry

/// `/api/machines/FACTORY%2FNAME/rules`: the rules that a machine is watched by now, and where they come from.
extension PlantLoop {
    func controlRules(_ watch: MachineWatch) -> ControlAnswer {
        let own = router.machines[watch.index].profile
        let given = own.giving(watch.rules)
        let mistakes = Dictionary(grouping: given.mistakes, by: \.mark.file)
        var told: [FieldValue] = given.profile.rules.map { rule in
            let isGiven = watch.rules.contains { $0.name == rule.name } && mistakes[rule.name] == nil
            return Self.told(
                rule.name, isGiven ? "hub" : "profile", rule: rule,
                mistakes: isGiven ? [] : mistakes[rule.name] ?? [])
        }
        for document in watch.rules where !given.profile.rules.contains(where: { $0.name == document.name }) {
            told.append(
                Self.told(
                    document.name, document.content == .off ? "off" : "refused", rule: nil,
                    mistakes: mistakes[document.name] ?? []))
        }
        return .data(
            .object([
                "machineId": .text("\(watch.key)"), "profile": .text(own.label), "rules": .list(told),
            ]))
    }

    private static func told(
        _ name: String, _ source: String, rule: AutonomyRule?, mistakes: [ConfigurationMistake]
    ) -> FieldValue {
        .object([
            "name": .text(name), "source": .text(source),
            "version": .optional(rule.map { .number(Double($0.version)) }),
            "mode": .optional(rule.map { .text($0.mode.rawValue) }),
            "metric": .optional(rule.map { .text($0.metric.text) }),
            "mistakes": .list(mistakes.map { .text("\($0)") }),
        ])
    }
}

internal import Settings
internal import Telemetry

/// Reads the `actions` of a profile.
enum ActionReader {
    static func actions(of root: SectionReader, in profile: FirmwareProfile) -> [ActionDefinition] {
        var actions: [ActionDefinition] = []
        for section in root.sections("actions", most: 32) {
            let action = action(from: section, in: profile)
            section.finish()
            guard let action else { continue }
            if actions.contains(where: { $0.name == action.name }) {
                section.mistake(.keyDuplicate, "name", "the action `\(action.name)` is here a second time")
            } else {
                actions.append(action)
            }
        }
        return actions
    }

    private static func action(from section: SectionReader, in profile: FirmwareProfile) -> ActionDefinition? {
        let name = section.value(
            "name", required: true, expected: "a name of 1 to 64 of a-z 0-9 _ -", ProfileName.checked)
        var action = ActionDefinition(name: name ?? "unnamed")
        if let topic = topic("topic", of: section) { action.topicTemplate = topic }
        if section.flag("acknowledged", default: true) {
            if let topic = topic("ack_topic", of: section) { action.acknowledgementTopic = topic }
        } else {
            action.acknowledgementTopic = nil
        }
        action.timeoutSeconds = section.seconds("timeout", in: 0.1...86_400, default: 10) ?? 10
        action.expiresSeconds = section.seconds("expires", in: 0.1...604_800, default: 60) ?? 60
        action.executionClass = section.word("execution") ?? .atMostOnce
        action.leadsTo = section.word("leads_to")
        action.arguments = section.sections("arguments", most: 16).compactMap { argument(from: $0) }
        action.readBack = readBack(of: section, action, in: profile)
        action.load = ActionLoadReader.load(of: section, arguments: action.arguments)
        if action.expiresSeconds < action.timeoutSeconds {
            section.mistake(.conflict, "expires", "the command expires before its answer is due")
        }
        return name == nil ? nil : action
    }

    private static func topic(_ key: String, of section: SectionReader) -> String? {
        let expected = "a topic with the levels {factory}, {machine} and fixed text"
        return section.value(key, expected: expected) { text in
            let levels = text.split(separator: "/", omittingEmptySubsequences: false)
            let isGood = levels.allSatisfy { level in
                ["{factory}", "{machine}", "{action}"].contains(level)
                    || MachineKey.isLevel(String(level)) && !level.contains("{")
            }
            return isGood && levels.contains("{machine}") && levels.count <= 16 ? text : nil
        }
    }

    /// `read_back: {metric: speed, argument: speed, tolerance: 1}`, or `equals: 0` instead of an argument.
    private static func readBack(
        of parent: SectionReader, _ action: ActionDefinition, in profile: FirmwareProfile
    ) -> ReadBack? {
        guard let section = parent.section("read_back") else { return nil }
        let metric = MetricLookup.metric("metric", of: section, in: profile)
        let argument = section.text("argument", bytesMax: 64)
        let value = section.number("equals", in: -1e15...1e15)
        let tolerance = section.number("tolerance", in: 0...1e15) ?? 0
        section.finish()
        guard (argument == nil) != (value == nil) else {
            section.mistake(.conflict, "equals", "write exactly one of `equals` and `argument`")
            return nil
        }
        if let argument, !action.arguments.contains(where: { $0.name == argument }) {
            section.mistake(.conflict, "argument", "the action has no argument `\(argument)`")
            return nil
        }
        guard let metric else { return nil }
        let expected = argument.map { ReadBack.Expected.argument($0) } ?? .value(value ?? 0)
        return ReadBack(metric: metric.0, expected: expected, tolerance: tolerance)
    }

    private static func argument(from section: SectionReader) -> ActionArgument? {
        let name = section.value(
            "name", required: true, expected: "a name of 1 to 64 of a-z 0-9 _ -", ProfileName.checked)
        let unit = section.text("unit", required: true, bytesMax: 32)
        let range = MetricReader.range(of: section, "range", required: true)
        let fallback = section.number("default", in: -1e15...1e15)
        section.finish()
        if let unit, !UnitTable.isKnown(unit) {
            section.mistake(.valueType, "unit", "`\(unit)` is no UCUM unit that is known here")
        }
        guard let name, let unit, let range else { return nil }
        if let fallback, !range.contains(fallback) {
            section.mistake(.valueOutOfRange, "default", "the default of `\(name)` is outside its range")
        }
        return ActionArgument(name: name, unit: unit, range: range, fallback: fallback)
    }
}

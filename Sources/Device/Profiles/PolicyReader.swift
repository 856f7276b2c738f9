internal import Settings
internal import Telemetry

/// Reads the `autonomy` of a profile.
enum PolicyReader {
    static func policy(of root: SectionReader, profile: FirmwareProfile) -> AutonomyPolicy {
        var policy = AutonomyPolicy()
        guard let section = root.section("autonomy") else { return policy }
        policy.askHubSeconds = section.seconds("ask_hub", in: 0...300, default: 0) ?? 0
        for text in section.texts("statuses", most: 3) {
            if let status = MachineStatus(rawValue: text) {
                policy.statuses.append(status)
            } else {
                section.mistake(
                    .valueType, "statuses", "`\(text)` is no status", hint: "ONLINE, MAINTENANCE or OFFLINE")
            }
        }
        for inner in section.sections("actions", most: 32) {
            if let permission = permission(from: inner, profile: profile) { policy.actions.append(permission) }
            inner.finish()
        }
        policy.envelope = EnvelopeReader.envelope(of: section, profile: profile)
        for (index, permission) in policy.actions.enumerated()
        where permission.confirmation == .hub && policy.askHubSeconds == 0 {
            section.mistake(
                .conflict, "ask_hub", "actions[\(index)] is to be confirmed by the hub, which is given no time",
                hint: "write how long it has to answer, as `ask_hub: 30s`")
        }
        section.finish()
        return policy
    }

    private static func permission(from section: SectionReader, profile: FirmwareProfile) -> ActionPermission? {
        let name = section.text("action", required: true, bytesMax: 64)
        let perHour = section.integer("most_per_hour", in: 1...3_600, default: 2) ?? 2
        let perDay = section.integer("most_per_day", in: 1...86_400, default: 6) ?? 6
        let coolDown = section.seconds("cool_down", in: 0...86_400, default: 600) ?? 600
        let hours = HoursReader.hours("hours", of: section)
        if section.has("days"), !section.has("hours") {
            section.mistake(.keyMissing, "hours", "`days` stand beside `hours`", hint: "hours: \"00:00-24:00\"")
        }
        let confirmation = section.word("confirmation", as: ActionPermission.Confirmation.self) ?? .none
        let unproven = section.word("unproven", as: ActionPermission.Unproven.self)
        guard let name else { return nil }
        guard profile.action(named: name) != nil else {
            let near = NearestName.of(name, among: profile.actions.map(\.name)).map { "did you mean `\($0)`?" }
            section.mistake(.conflict, "action", "the profile has no action `\(name)`", hint: near)
            return nil
        }
        return ActionPermission(
            action: name, mostPerHour: perHour, mostPerDay: perDay, coolDownSeconds: coolDown, hours: hours,
            confirmation: confirmation, unproven: unproven)
    }
}

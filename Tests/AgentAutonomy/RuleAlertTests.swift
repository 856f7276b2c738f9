import AgentAutonomy
import DeviceProfiles
import Runtime
import Settings
import Telemetry
import Testing

@Suite("Alerts that rules raise")
struct RuleAlertTests {
    static let rising = "{metric: temperature, rising_faster_than: 6 / min, over: 1m}"

    /// Lets the temperature rise by so much a second.
    private static func heat(
        _ plant: inout Plant, from start: Double, by slope: Double, for seconds: Int
    ) -> [AutonomyEffect] {
        let effects = (0..<seconds).flatMap { PolicyRuleTests.run(&plant, for: 1, heat: start + slope * Double($0)) }
        return effects.filter { if case .alert(let alert) = $0 { isRules(alert) } else { true } }
    }

    /// A jump of the temperature is an anomaly as well, which is not what is tried here.
    private static func isRules(_ alert: Alert) -> Bool { alert.kind != .anomaly }

    private static func profile(_ more: String, when: String = rising) throws -> FirmwareProfile {
        try PolicyRuleTests.profile(when, more: more)
    }

    @Test("a rate of change is an alert while it lasts, and the decision names it")
    func life() throws {
        var plant = try Plant(Self.profile("raise_alert: WARMING"))
        #expect(Self.heat(&plant, from: 20, by: 0.01, for: 200).alerts.isEmpty)
        let effects = Self.heat(&plant, from: 22, by: 0.5, for: 90)
        let alert = try #require(effects.alerts.first)
        #expect(effects.alerts.count == 1 && effects.decisions.count == 1 && effects.commands.isEmpty)
        #expect(alert.kind.rawValue == "WARMING" && alert.severity == .critical && alert.metric?.text == "temperature")
        #expect(alert.state == .unacknowledgedActive && alert.revision == 1 && alert.value != nil)
        #expect(alert.message.hasPrefix("Too hot (Temperature rising faster than"), "\(alert.message)")
        #expect(alert.message.contains("by rule r@1 since 2025-"), "\(alert.message)")
        #expect(effects.decisions.first?.alert == alert.id)
        #expect(plant.machine.openAlerts.filter(Self.isRules) == [alert])

        // Over a restart it is the same alert, and it ends once.
        var next = try Plant(plant.machine.profile, seed: 9)
        (next.seconds, next.context.now) = (plant.seconds, plant.context.now)
        try next.machine.restoreAlarms(plant.machine.alarmSnapshot(), uptime: next.context.uptime)
        #expect(next.machine.openAlerts.filter(Self.isRules) == [alert])
        let after = Self.heat(&next, from: 67, by: 0, for: 200)
        #expect(after.alerts.map(\.state) == [.unacknowledgedReturned] && after.alerts.first?.id == alert.id)
        #expect(next.machine.acknowledge(alert.id, at: next.time)?.state == .normal)
        #expect(!next.machine.openAlerts.contains(where: Self.isRules))
    }

    @Test("one that comes back within ten minutes is the same alert, without another decision")
    func grouped() throws {
        var plant = try Plant(Self.profile("raise_alert: WARMING"))
        let first = Self.heat(&plant, from: 20, by: 0.5, for: 90)
        _ = Self.heat(&plant, from: 65, by: 0, for: 150)
        let second = Self.heat(&plant, from: 65, by: 0.5, for: 90)
        #expect(first.decisions.count == 1 && second.decisions.isEmpty)
        #expect(second.alerts.map(\.id) == first.alerts.map(\.id) && second.alerts.first?.revision == 3)
    }

    @Test("in shadow there is none; a person who sets the status, or a profile without it, ends it")
    func ends() throws {
        var shadow = try Plant(Self.profile("raise_alert: WARMING\n    mode: shadow"))
        let recorded = Self.heat(&shadow, from: 20, by: 0.5, for: 90)
        #expect(recorded.decisions.count == 1 && recorded.alerts.isEmpty)
        var plant = try Plant(Self.profile("raise_alert: WARMING"))
        #expect(Self.heat(&plant, from: 20, by: 0.5, for: 90).alerts.count == 1)
        let snapshot = plant.machine.alarmSnapshot()
        #expect(plant.set(.maintenance).alerts.filter(Self.isRules).map(\.state) == [.unacknowledgedReturned])
        var other = try Plant(Self.profile("raise_alert: OTHER"))
        try other.machine.restoreAlarms(snapshot, uptime: other.context.uptime)
        #expect(
            other.tick().alerts.filter(Self.isRules).map(\.state) == [.unacknowledgedReturned],
            "nothing else would end it")
    }

    @Test("one comparison of one metric may raise one too, and a kind is an upper-case word")
    func comparison() throws {
        var plant = try Plant(Self.profile("raise_alert: HOT", when: "{metric: temperature, above: 80}"))
        let effects = PolicyRuleTests.run(&plant, for: 30, heat: 85)
        #expect(effects.alerts.map(\.kind.rawValue) == ["HOT"])
        #expect(effects.alerts.first?.message.hasPrefix("Too hot (Temperature is 85") == true)
        let mistakes = #expect(throws: ConfigurationMistakes.self) { try Self.profile("raise_alert: hot") }
        let found = try #require(mistakes?.list.first)
        #expect(found.key.hasSuffix("raise_alert") && found.description.contains("upper-case word"), "\(found)")
    }
}

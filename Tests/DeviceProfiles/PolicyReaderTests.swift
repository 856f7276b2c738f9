import DeviceProfiles
import Settings
import Telemetry
import Testing

@Suite("Policies read from a profile")
struct PolicyReaderTests {
    private static let head = """
        name: pump
        version: 1
        machine_type: PUMP
        metrics:
          - {name: power, unit: kW}
          - {name: temperature, unit: Cel}
        twin: {rated_power: 22}
        actions:
          - {name: stop, leads_to: OFFLINE}
          - name: set_speed
            arguments: [{name: speed, unit: "%", range: [0, 100]}]
            load: {power: 22, argument: speed, full: 100, exponent: 3}

        """

    private static func rule(_ when: String, more: String = "") -> String {
        head + "rules:\n  - name: r\n    when:\n      " + when.replacing("\n", with: "\n      ")
            + "\n    for: 10s\n    risk: WARNING\n    root_cause: x\n    recommendation: y\n" + more
    }

    private func mistakes(_ text: String) -> [String] {
        do throws(ConfigurationMistakes) {
            _ = try ProfileReader.read(Array(text.utf8), file: "p.yaml")
            return []
        } catch {
            return error.list.map { "\($0.mark.line) \($0.key) \($0.code.dropFirst("CONFIGURATION_".count))" }
        }
    }

    private func condition(_ text: String) throws -> PolicyCondition? {
        let profile = try ProfileReader.read(Array(text.utf8), file: "p.yaml")
        guard case .policy(let condition)? = profile.rules.first?.condition else { return nil }
        return condition
    }

    @Test(
        "each atom",
        arguments: [
            ("{metric: temperature, above: 80, hysteresis: 2}", "temperature above 80 °C"),
            ("{all: [{metric: power, above_baseline: 120%}]}", "power above 120 % of its baseline"),
            ("{metric: temperature, rising_faster_than: 5 / min}", "temperature rising faster than 5 °C / min"),
            ("{metric: power, falling_faster_than: 2/h, over: 1h}", "power falling faster than 2 kW / h"),
            ("{not: {metric: power, score_at_least: 0.999}}", "not power scores 0.999 or more"),
            (
                "{all: [{metric: power, above: 1}, {score_at_least: 0.999}, {twin: remaining_low, below: 200}]}",
                "power above 1 kW and all metrics together score 0.999 or more and twin remaining low below 200 h"
            ),
            (
                "{all: [{metric: power, above: 1}, {not: {forest_score_at_least: 0.99}}]}",
                "power above 1 kW and not the machine's forest scores 0.99 or more"
            ),
            ("{metric: power, missing_for: 5m}", "power missing for 5 min"),
            ("{all: [{metric: power, above: 1}, {hub_away_for: 30m}]}", "power above 1 kW and hub away for 30 min"),
            ("{any: [{metric: power, above: 1}, {status: [OFFLINE]}]}", "power above 1 kW or status OFFLINE"),
            (
                "{all: [{metric: power, above: 1}, {between: \"22:00-06:00\", days: [mon-fri, sun]}]}",
                "power above 1 kW and between 22:00-06:00 on mon, tue, wed, thu, fri, sun"
            ),
            (
                "all:\n  - {metric: power, above: 1}\n  - any:\n      - {twin: health, below: 60}\n"
                    + "      - not: {twin: wear, above: 0.5}",
                "power above 1 kW and (twin health below 60 % or not twin wear above 0.5)"
            ),
        ])
    func atoms(when: String, text: String) throws {
        #expect(try condition(Self.rule(when))?.text == text)
    }

    @Test("one comparison of one metric is what it always was")
    func old() throws {
        let profile = try ProfileReader.read(
            Array(Self.rule("{metric: temperature, above: 85}", more: "    hysteresis: 5\n").utf8), file: "p.yaml")
        #expect(profile.rules[0].condition == .value(.above, .absolute(85)))
        #expect(profile.rules[0].hysteresis == 5 && profile.rules[0].slot == 1)
    }

    @Test("a rule without a metric says what it is about")
    func about() throws {
        #expect(mistakes(Self.rule("{hub_away_for: 1h}")) == ["14 rules[0].about KEY_MISSING"])
        let profile = try ProfileReader.read(
            Array(Self.rule("{hub_away_for: 1h}", more: "    about: power\n").utf8), file: "p.yaml")
        #expect(profile.rules[0].slot == 0)
        #expect(mistakes(Self.rule("{score_at_least: 0.99}")) == ["14 rules[0].about KEY_MISSING"])
        #expect(mistakes(Self.rule("{forest_score_at_least: 0.99}")) == ["14 rules[0].about KEY_MISSING"])
        #expect(mistakes(Self.rule("{forest_score_at_least: 1.01}", more: "    about: power\n")).count == 1)
        #expect(mistakes(Self.rule("{metric: power, above: 1}", more: "    about: power\n")).count == 1)
    }

    @Test(
        "each mistake with its line",
        arguments: [
            ("{all: [{metric: power, above: 1}], any: []}", ["16 rules[0].when.any CONFLICT"]),
            ("{all: []}", ["16 rules[0].when.all KEY_MISSING"]),
            (
                "all:\n  - {metric: power, above: 1}\n  - {hub_away: 5m}",
                [
                    "18 rules[0].when.all[1].metric KEY_MISSING", "18 rules[0].when.all[1].hub_away KEY_UNKNOWN",
                ]
            ),
            ("all:\n  - {metric: powr, above: 1}", ["17 rules[0].when.all[0].metric CONFLICT"]),
            (
                "all:\n  - {metric: power, above: 1}\n  - {score_at_least: 0.9, below: 3}",
                ["18 rules[0].when.all[1].below KEY_UNKNOWN"]
            ),
            ("all:\n  - {metric: power}", ["17 rules[0].when.all[0].above KEY_MISSING"]),
            ("all:\n  - {metric: power, above: 1, below: 0}", ["17 rules[0].when.all[0].below CONFLICT"]),
            (
                "all:\n  - {metric: power, above: 1, twin: health}",
                [
                    "17 rules[0].when.all[0].above KEY_UNKNOWN", "17 rules[0].when.all[0].twin CONFLICT",
                ]
            ),
            (
                "all:\n  - {twin: helth, below: 6}\n  - {metric: power, above: 1}",
                [
                    "17 rules[0].when.all[0].twin VALUE_TYPE"
                ]
            ),
            ("all:\n  - {twin: health}\n  - {metric: power, above: 1}", ["17 rules[0].when.all[0].above KEY_MISSING"]),
            ("all:\n  - {status: GONE}\n  - {metric: power, above: 1}", ["17 rules[0].when.all[0].status VALUE_TYPE"]),
            ("{metric: power, rising_faster_than: 5}", ["16 rules[0].when.rising_faster_than VALUE_TYPE"]),
            ("{metric: power, rising_faster_than: -5 / min}", ["16 rules[0].when.rising_faster_than VALUE_TYPE"]),
            ("{metric: power, rising_faster_than: 5 / min, over: 3s}", ["16 rules[0].when.over CONFLICT"]),
            ("{metric: power, missing_for: 0}", ["16 rules[0].when.missing_for VALUE_OUT_OF_RANGE"]),
            (
                "all:\n  - {between: 22-6}\n  - {metric: power, above: 1}",
                [
                    "17 rules[0].when.all[0].between VALUE_TYPE"
                ]
            ),
            (
                "all:\n  - {between: \"22:00-06:00\", days: [mond]}\n  - {metric: power, above: 1}",
                [
                    "17 rules[0].when.all[0].days VALUE_TYPE"
                ]
            ),
            (
                "{not: {not: {not: {not: {not: {not: {metric: power, above: 1}}}}}}}",
                [
                    "16 rules[0].when.not.not.not.not.not.not LIMIT"
                ]
            ),
        ])
    func wrong(when: String, expected: [String]) {
        #expect(mistakes(Self.rule(when)) == expected)
    }

    @Test("at most eight atoms, and a hysteresis where it belongs")
    func bounds() {
        let atom = "{metric: power, above: 1}"
        func list(_ count: Int) -> String {
            "{all: [{any: [" + Array(repeating: atom, count: count - 4).joined(separator: ", ") + "]}, {any: ["
                + Array(repeating: atom, count: 4).joined(separator: ", ") + "]}]}"
        }
        #expect(mistakes(Self.rule(list(8))).isEmpty)
        #expect(mistakes(Self.rule(list(9))) == ["16 rules[0].when.all[1].any[3] LIMIT"])
        #expect(
            mistakes(Self.rule("{all: [{metric: power, above: 1}]}", more: "    hysteresis: 2\n"))
                == ["21 rules[0].hysteresis CONFLICT"])
    }

    @Test("permissions with hours, confirmation and envelope")
    func policy() throws {
        let text = """
            autonomy:
              ask_hub: 30s
              horizon: 15m
              envelope: {temperature: {below: 90}, load: [1, 24], speed: [20, 100]}
              actions:
                - {action: stop, confirmation: hub, hours: "06:00-22:00", days: [mon-fri], unproven: recommend}
            """
        let policy = try ProfileReader.read(Array((Self.head + text).utf8), file: "p.yaml").autonomy
        #expect(policy.envelope.horizonSeconds == 900 && policy.askHubSeconds == 30)
        #expect(
            policy.envelope.bounds == [
                Envelope.Bound(quantity: .temperature, below: 90), Envelope.Bound(quantity: .load, above: 1, below: 24),
            ])
        #expect(policy.envelope.arguments == ["speed": 20...100])
        let stop = try #require(policy.permission(for: "stop"))
        #expect(stop.confirmation == .hub && stop.unproven == .recommend)
        #expect(stop.hours == HoursWindow(fromMinute: 360, toMinute: 1_320, days: 0b001_1111))
    }

    @Test(
        "mistakes in them",
        arguments: [
            ("envelope: {flow: {below: 1}}", "14 autonomy.envelope.flow CONFLICT"),
            ("envelope: {temperature: 90}", "14 autonomy.envelope.temperature VALUE_TYPE"),
            ("envelope: {temperature: {}}", "14 autonomy.envelope.temperature.below KEY_MISSING"),
            ("envelope: {temperature: {above: 9, below: 5}}", "14 autonomy.envelope.temperature.above CONFLICT"),
            ("horizon: 0", "14 autonomy.horizon VALUE_OUT_OF_RANGE"),
            ("actions: [{action: stop, confirmation: hub}]", "14 autonomy.ask_hub CONFLICT"),
            ("actions: [{action: stop, confirmation: boss}]", "14 autonomy.actions[0].confirmation VALUE_TYPE"),
            ("actions: [{action: stop, days: [mon]}]", "14 autonomy.actions[0].hours KEY_MISSING"),
        ])
    func wrongPolicies(line: String, expected: String) {
        #expect(mistakes(Self.head + "autonomy:\n  " + line + "\n") == [expected])
    }

    @Test("the load that an action leads to")
    func loads() throws {
        let profile = try ProfileReader.read(Array(Self.head.utf8), file: "p.yaml")
        let speed = try #require(profile.action(named: "set_speed"))
        #expect(speed.power(with: ["speed": 100]) == 22)
        #expect(speed.power(with: ["speed": 50]) == 2.75)
        #expect(speed.power(with: [:]) == nil)
        #expect(profile.action(named: "stop")?.power(with: [:]) == 0)
        #expect(ActionDefinition(name: "start", leadsTo: .online).power(with: [:]) == nil)
        #expect(ActionLoad(power: 10, scale: .init(argument: "a", full: 4, exponent: 0.5)).power(with: ["a": 1]) == 5)
        for (load, expected) in [
            ("{argument: speed, full: 9}", "13 actions[2].load.power KEY_MISSING"),
            ("{power: 1, argument: sped, full: 9}", "13 actions[2].load.argument CONFLICT"),
            ("{power: 1, exponent: 2}", "13 actions[2].load.exponent CONFLICT"),
            ("{power: 1, argument: speed, full: 9, exponent: 1.2}", "13 actions[2].load.exponent VALUE_OUT_OF_RANGE"),
        ] {
            let action = "  - {name: a, arguments: [{name: speed, unit: \"%\", range: [0, 9]}], load: \(load)}"
            #expect(mistakes(Self.head + action) == [expected])
        }
    }
}

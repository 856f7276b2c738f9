import DeviceProfiles
import Settings
import Testing

@Suite struct ProfileReaderTests {
    private func mistakes(_ text: String) -> [String] {
        do throws(ConfigurationMistakes) {
            _ = try ProfileReader.read(Array(text.utf8), file: "p.yaml")
            return []
        } catch {
            return error.list.map { "\($0.mark.line) \($0.key) \($0.code.dropFirst("CONFIGURATION_".count))" }
        }
    }

    private static let head = "name: press\nversion: 1\nmachine_type: PRESS\n"
    private static let metrics = "metrics:\n  - {name: force, unit: kN}\n"

    @Test func theLeastThatAProfileIs() throws {
        let profile = try ProfileReader.read(Array(Self.head.utf8), file: "p.yaml")
        #expect(profile == FirmwareProfile(name: "press", version: 1, machineType: "PRESS"))
        #expect(profile.label == "press@1")
    }

    @Test func allMistakesAtOnceEachWithItsLine() {
        let text = """
            name: Press 1
            versoin: 1
            machine_type: PRESS
            metrics:
              - {name: force, unit: kN, range: [5, 1]}
              - {name: force, unit: kN}
              - {name: temp, unit: C, accepts: [kW]}
            limits:
              - {kind: FORCE, metric: forse, above: 1, severity: BAD}
              - {kind: FORCE, metric: force, severity: INFO}
            actions:
              - {name: stop, topic: no/machine}
            rules:
              - {name: r, when: {metric: force, above: 1, below: 2}, for: soon, risk: INFO, root_cause: x,
                 recommendation: y, send: halt}
            """
        #expect(
            mistakes(text) == [
                "1 version KEY_MISSING", "1 name VALUE_TYPE", "2 versoin KEY_UNKNOWN", "5 metrics[0].range VALUE_TYPE",
                "6 metrics[1].name KEY_DUPLICATE", "7 metrics[2].unit VALUE_TYPE", "7 metrics[2].accepts VALUE_TYPE",
                "9 limits[0].metric CONFLICT", "9 limits[0].severity VALUE_TYPE", "10 limits[1].above KEY_MISSING",
                "12 actions[0].topic VALUE_TYPE", "14 rules[0].when.above CONFLICT", "14 rules[0].for VALUE_TYPE",
                "15 rules[0].send CONFLICT",
            ])
    }

    @Test(arguments: [
        ("limits: 5", "6 limits VALUE_TYPE"),
        ("limits: [5]", "6 limits[0] VALUE_TYPE"),
        (
            "limits:\n  - {kind: F, metric: force, above_baseline: 120, severity: INFO}",
            "7 limits[0].above_baseline VALUE_TYPE"
        ),
        ("autonomy: {statuses: [GONE]}", "6 autonomy.statuses VALUE_TYPE"),
        ("autonomy: {actions: [{action: stop}]}", "6 autonomy.actions[0].action CONFLICT"),
        ("twin: {decay: 0}", "6 twin.decay VALUE_OUT_OF_RANGE"),
        ("twin: {heat_gain: 1, settles: {rise: 10, power: 5}}", "6 twin.settles CONFLICT"),
        ("anomaly: {warning_score: 0.9, critical_score: 0.8}", "6 anomaly.critical_score CONFLICT"),
        ("actions: [{name: stop, timeout: 10s, expires: 5s}]", "6 actions[0].expires CONFLICT"),
        ("topics: [{topic: 'a/{machine}', payload: generic}]", "6 topics[0].topic VALUE_TYPE"),
        ("topics: [{topic: 'a/{factory}/{machine}', payload: xml}]", "6 topics[0].payload VALUE_TYPE"),
        ("topics: [{topic: 'a/{factory}/{machine}', payload: json}]", "6 topics[0].values KEY_MISSING"),
        (
            "topics: [{topic: 'a/{factory}/{machine}', payload: json, values: [{metric: force, path: value}]}]",
            "6 topics[0].values[0].path VALUE_TYPE"
        ),
    ])
    func mistakesBySection(section: String, expected: String) {
        #expect(
            mistakes(Self.head + Self.metrics + section).contains(expected),
            "\(mistakes(Self.head + Self.metrics + section))")
    }

    @Test func placesOfAPayloadAreUsedOnce() {
        let text =
            Self.head + Self.metrics + """
                topics:
                  - topic: a/{machine}/data
                    factory: hall
                    payload: json
                    time: {path: $.a, unit: s}
                    values:
                      - {metric: force, path: $.a.b}
                """
        #expect(mistakes(text).contains { $0.hasSuffix("topics[0].values CONFLICT") })
    }

    @Test func theFactoryIsALevelOrAConstant() throws {
        for (lines, subscription, factory) in [
            ("topic: a/{factory}/{machine}\n    payload: generic", "a/+/+", nil),
            ("topic: a/{machine}\n    factory: hall\n    payload: generic", "a/+", "hall"),
            ("topic: a/{line}/{machine}/{metric}\n    factory: \"{line}\"\n    payload: generic", "a/+/+/+", nil),
        ] as [(String, String, String?)] {
            let profile = try ProfileReader.read(Array((Self.head + "topics:\n  - " + lines).utf8), file: "p")
            #expect(profile.topics.first?.template.subscription == subscription)
            #expect(profile.topics.first?.template.factory == factory)
        }
    }
}

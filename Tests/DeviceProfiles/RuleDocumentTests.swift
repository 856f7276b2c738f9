import DeviceProfiles
import Settings
import Telemetry
import Testing

@Suite("Rules that a machine is given")
struct RuleDocumentTests {
    private static let profile = """
        name: pump
        version: 1
        machine_type: PUMP
        metrics:
          - {name: power, unit: kW}
          - {name: temperature, unit: Cel}
        actions: [{name: stop, leads_to: OFFLINE}]
        rules:
          - {name: hot, when: {metric: temperature, above: 80}, for: 1m, risk: WARNING, root_cause: x,
             recommendation: y}
          - {name: busy, when: {metric: power, above: 20}, for: 1m, risk: WARNING, root_cause: x, recommendation: y}
        """

    private static let ends = "\nfor: 30s\nrisk: CRITICAL\nroot_cause: x\nrecommendation: y"

    private func profile() throws -> FirmwareProfile {
        try ProfileReader.read(Array(Self.profile.utf8), file: "pump.yaml")
    }

    private func rule(_ name: String, _ text: String) throws -> RuleDocument {
        try #require(RuleDocument(name: name, content: .rule(text)))
    }

    private func off(_ name: String) throws -> RuleDocument { try #require(RuleDocument(name: name, content: .off)) }

    @Test("one takes the place of the profile's, one stands beside them, one is off")
    func given() throws {
        let profile = try profile()
        let documents = [
            try rule("hot", "when: {metric: temperature, above: 70}" + Self.ends),
            try rule("cold", "name: cold\nwhen: {metric: temperature, below: 5}\nsend: stop" + Self.ends),
            try off("busy"), try off("not-there"),
        ]
        let given = profile.giving(documents)
        #expect(given.mistakes.isEmpty)
        #expect(given.profile.rules.map(\.name) == ["hot", "cold"])
        #expect(given.profile.rules[0].condition == .value(.above, .absolute(70)))
        #expect(given.profile.rules[0].forSeconds == 30 && given.profile.rules[0].riskLevel == .critical)
        #expect(given.profile.rules[1].action == "stop")
        #expect(profile.giving(documents.reversed()).profile == given.profile, "their order does not matter")
        #expect(profile.giving([]).profile == profile)
        var others = given.profile
        others.rules = profile.rules
        #expect(others == profile, "nothing but the rules changes")
    }

    @Test(
        "of a text with a mistake nothing is taken, and the mistake has its line",
        arguments: [
            ("when: {metric: temperatur, above: 70}", 1), ("when: {metric: temperature, above: 70}\nsend: explode", 2),
            ("name: other\nwhen: {metric: temperature, above: 70}", 1),
            ("when: {metric: temperature, above: 70}\nwhne: 3", 2), ("when: [", 3), ("- when", 2), ("text", 2),
            ("when: {metric: temperature, above: 70}\nset_status: BROKEN", 2),
        ])
    func mistakes(text: String, line: Int) throws {
        let profile = try profile()
        let given = profile.giving([try rule("hot", text + Self.ends), try off("busy")])
        #expect(!given.mistakes.isEmpty)
        #expect(given.mistakes.allSatisfy { $0.mark.file == "hot" })
        #expect(given.mistakes.contains { $0.mark.line == line }, "\(given.mistakes)")
        #expect(given.profile.rules == [profile.rules[0]], "the profile's own goes on, and the other one is off")
    }

    @Test("what is no name and what is too long or too many is refused")
    func bounds() throws {
        for name in ["", "Hot", "a.b", "1", String(repeating: "x", count: 65)] {
            #expect(RuleDocument(name: name, content: .off) == nil, "\(name)")
        }
        let profile = try profile()
        let long =
            "when: {metric: temperature, above: 70}" + Self.ends
            + "\n# " + String(repeating: "x", count: RuleDocument.bytesMax)
        #expect(profile.giving([try rule("hot", long)]).mistakes.count == 1)
        let many = try (0..<40).map { number in
            try rule("rule-\(10 + number)", "when: {metric: temperature, above: 70}" + Self.ends)
        }
        let given = profile.giving(many)
        #expect(given.profile.rules.count == 32 && given.mistakes.count == 10)
        #expect(given.profile.rules.prefix(2) == profile.rules.prefix(2), "the profile's own are not pushed out")
    }
}

import Operator
import TestKit
import Testing

/// `millwright policy test`: a profile's rules on recorded data.
@Suite struct PolicyTestTests {
    private static let profile = """
        name: press
        version: 2
        machine_type: PRESS
        metrics:
          - {name: power, unit: kW, interval: 10s, scored: false}
          - {name: temperature, unit: Cel, interval: 10s, scored: false}
        limits:
          - {kind: TEMPERATURE, metric: temperature, above: 80, severity: WARNING}
        twin: {rated_power: 22, settles: {rise: 35, power: 18}}
        actions:
          - {name: stop, leads_to: OFFLINE}
          - {name: boost, load: {power: 40}}
        rules:
          - name: hot-and-alone
            when: {all: [{metric: temperature, above: 85}, {hub_away_for: 5m}]}
            for: 1m
            set_status: OFFLINE
            send: stop
            risk: CRITICAL
            root_cause: It boils.
            recommendation: Look.
          - name: eager
            when: {all: [{metric: temperature, above: 85}]}
            for: 30s
            send: boost
            risk: WARNING
            root_cause: x
            recommendation: y
          - name: quiet
            mode: shadow
            when: {metric: temperature, above: 85}
            for: 30s
            send: stop
            risk: INFO
            root_cause: x
            recommendation: y
        autonomy:
          statuses: [OFFLINE]
          ask_hub: 30s
          envelope: {temperature: {below: 95}}
          actions:
            - {action: stop}
            - {action: boost}
        """

    /// Twenty minutes in steps of ten seconds; hot from the fifth on; the hub goes away in the eighth.
    private static func rows() -> String {
        var text = "time,Power,temperature,operator,link\n"
        for row in 0..<120 {
            text += "\(1_763_712_000 + row * 10),18,\(row < 30 ? 60 : 90),anna,\(row < 48 ? 1 : 0)\n"
        }
        return text
    }

    private func read(_ file: String) throws -> [[String]] {
        let rows = try CSVRows(file: file)
        #expect(
            rows.header == ["time", "machine", "rule", "risk", "condition", "would", "outcome", "why_not", "reasoning"])
        var all: [[String]] = []
        while let row = try rows.next() { all.append(row) }
        return all
    }

    @Test func eachDecisionAndWhyNot() async throws {
        let run = try RunCommand()
        let profile = try run.folder.write(Self.profile, to: "press.yaml")
        let data = try run.folder.write(Self.rows(), to: "a.csv")
        let out = run.folder.file("o.csv")
        let (status, output) = try await run(
            ["policy", "test", profile, "--against", data, "--hub", "link", "--output", out])
        #expect(status == 0, "\(output)")
        let rows = try read(out)
        #expect(rows.map { $0[2] } == ["eager", "quiet", "hot-and-alone"], "\(rows)")
        #expect(rows.map { $0[6] } == ["refused", "shadow", "acted"])
        #expect(rows[0][0] == "2025-11-21T08:05:30.000Z" && rows[0][5] == "send boost")
        #expect(rows[0][4] == "Temperature above 85 °C (is 90 °C), for 30 s")
        #expect(rows[0][7].hasPrefix("TWIN_REFUSED: with boost temperature goes up to 1"), "\(rows[0][7])")
        #expect(rows[1][7] == "the rule is in shadow mode")
        // The hub is away from 08:08:00 on, for five minutes at 08:13:00, and then for one more minute.
        #expect(rows[2][0] == "2025-11-21T08:14:00.000Z" && rows[2][5] == "set OFFLINE, send stop")
        #expect(rows[2][4].contains("hub away for 5 min (for 6 min)") && rows[2][7].isEmpty)
        for line in [
            "left out, as no metric of press@2 has the name: operator", "hot-and-alone: 1 acted", "eager: 1 refused",
            "quiet: 1 shadow", "in alarm for 15 min of 20 min (74.79 %)",
        ] {
            #expect(output.contains(line), "\(line) is not in \(output)")
        }
        let again = run.folder.file("o.json")
        #expect(
            try await run([
                "policy", "test", profile, "--against", data, "--hub", "there", "--latched", "--output", again,
            ])
            .status == 0)
        let objects = try #require(run.folder.read("o.json")).split(separator: "\n")
        #expect(objects.count == 4 && objects[1].contains("\"rule\":\"eager\""))
    }

    @Test func machinesOfOneFileAndRowsThatAreRare() async throws {
        let run = try RunCommand()
        let profile = try run.folder.write(Self.profile, to: "press.yaml")
        var text = "when,unit,power,temperature\n"
        for row in 0..<30 {
            for (unit, heat) in [("a", 90), ("b", 60)] { text += "\(1_763_712_000 + row * 600),\(unit),18,\(heat)\n" }
        }
        let data = try run.folder.write(text, to: "a.csv")
        let out = run.folder.file("o.csv")
        let arguments = [
            "policy", "test", profile, "--against", data, "--time", "when", "--machine-column", "unit", "--hub", "away",
            "--output", out,
        ]
        let (status, output) = try await run(arguments)
        #expect(status == 0 && output.contains("say it with --interval 600s"), "\(output)")
        let told = try await run(arguments + ["--interval", "10m", "--return-after", "30m"])
        #expect(told.status == 0 && !told.output.contains("--interval"), "\(told.output)")
        let rows = try read(out)
        #expect(Set(rows.map { $0[1] }) == ["a"])
        let acted = rows.filter { $0[2] == "hot-and-alone" && $0[6] == "acted" }
        let refused = rows.filter { $0[2] == "hot-and-alone" && $0[6] == "refused" }
        // Put back each half hour, it is stopped again, and twice an hour is the policy's most.
        #expect(
            acted.count > 3 && acted.count < 10 && acted.count + refused.count > 8, "\(acted.count) \(refused.count)")
        #expect(refused.allSatisfy { $0[7].contains("times") || $0[7].contains("must pass") })
        #expect(told.output.contains("hot-and-alone: \(acted.count) acted, \(refused.count) refused"), "\(told.output)")
    }

    /// A profile whose only rule looks at the machine's forest.
    private static let forested =
        String(profile.split(separator: "rules:")[0]) + """
            rules:
              - name: odd
                about: temperature
                when: {forest_score_at_least: 0.99}
                for: 1m
                risk: WARNING
                root_cause: x
                recommendation: y

            """

    @Test func aForestIsTriedWithTheRulesThatLookAtIt() async throws {
        let run = try RunCommand()
        let profile = try run.folder.write(Self.forested, to: "press.yaml")
        var (history, text) = ("power,temperature\n", "time,power,temperature\n")
        for row in 0..<900 {
            let (power, heat) = (18 + row % 5, 60 + row % 7)
            history += "\(power),\(heat)\n"
            // From the 700th on a power and a heat that never came together.
            text += "\(1_763_712_000 + row * 10),\(row < 700 ? power : 40),\(row < 700 ? heat : 20)\n"
        }
        let data = try run.folder.write(text, to: "a.csv")
        let model = run.folder.file("press.forest")
        let fit = ["analyze", "forest", "fit", try run.folder.write(history, to: "h.csv"), "--model", model]
        #expect(try await run(fit).status == 0)
        let arguments = ["policy", "test", profile, "--against", data, "--output", run.folder.file("o.csv")]
        let without = try await run(arguments)
        #expect(without.status == 0 && without.output.contains("odd: never"), "\(without.output)")
        #expect(without.output.contains("without a forest its score is not known to odd; give one with --forest"))
        let (status, output) = try await run(arguments + ["--forest", model])
        #expect(status == 0 && output.contains("odd: 1 warned") && !output.contains("without a forest"), "\(output)")
        let first = try #require(try read(run.folder.file("o.csv")).first)
        #expect(first[0] > "2025-11-21T09:56:40" && first[4].contains("forest scores 0.99 or more"), "\(first)")

        let short = try run.folder.write(
            text.split(separator: "\n").prefix(100).joined(separator: "\n"), to: "b.csv")
        let few = try await run(["policy", "test", profile, "--against", short, "--forest", model])
        #expect(few.status == 0 && few.output.contains("the forest scored nothing: it had 99 whole rows and needs 256"))
        let other = run.folder.file("other.forest")
        let strange = try run.folder.write(history.replacing("power", with: "speed"), to: "s.csv")
        #expect(try await run(["analyze", "forest", "fit", strange, "--model", other]).status == 0)
        let refused = try await run(["policy", "test", profile, "--against", data, "--forest", other])
        #expect(refused.status == 1 && refused.output.contains("MODEL_FEATURE_MISSING: The machine has no speed"))
        let broken = try await run(["policy", "test", profile, "--against", data, "--forest", data])
        #expect(broken.status == 1 && broken.output.contains("MODEL_INVALID: "), "\(broken.output)")
    }

    @Test(arguments: [
        ("time,temperature\n1,x\n", [], 1, "a.csv:2: column 2 (temperature): \"x\" is no number"),
        ("time,heat\n1,2\n", [], 1, "no column has the name of a metric of press@2: power, temperature"),
        ("time,power\n1,2\n", ["--hub", "link"], 1, "link is none of time, power"),
        ("time,power\n1,2\n", ["--utc-offset", "1"], 64, "--utc-offset is as +01:00"),
    ]) func mistakes(text: String, options: [String], expected: Int32, message: String) async throws {
        let run = try RunCommand()
        let profile = try run.folder.write(Self.profile, to: "press.yaml")
        let data = try run.folder.write(text, to: "a.csv")
        let (status, output) = try await run(["policy", "test", profile, "--against", data] + options)
        #expect(status == expected && output.contains(message), "\(status) \(output)")
    }

    @Test func aProfileWithMistakesIsNamedWithItsLines() async throws {
        let run = try RunCommand()
        let profile = try run.folder.write(Self.profile.replacing("hub_away_for", with: "hub_away"), to: "press.yaml")
        let (status, output) = try await run(["policy", "test", profile, "--against", profile])
        #expect(status == 78 && output.contains("press.yaml:15:"), "\(status) \(output)")
    }
}

import Operator
import TestKit
import Testing

/// `millwright analyze energy` on files as people have them.
@Suite struct AnalyzeEnergyTests {
    /// Days of quarter hours from Monday 2024-01-01 in the file's own words: two shifts, and heat that follows.
    static func file(days: Int = 6, _ change: (Int) -> String? = { _ in nil }) -> String {
        var text = "zeit;kW;Grad\n"
        for quarter in 0..<96 * days {
            let (day, hour, minute) = (1 + quarter / 96, quarter / 4 % 24, 15 * (quarter % 4))
            let power = (6..<20).contains(hour) ? 12 + quarter % 5 : 1
            let stamp = "\(two(day)).01.2024 \(two(hour)):\(two(minute)):00"
            text += change(quarter) ?? "\(stamp);\(power),5;\(20 + 2 * power)"
            text += "\n"
        }
        return text
    }

    static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

    static let tariff = """
        rate: 0.15
        periods:
          - {days: weekdays, from: 17, to: 21, price: 0.34}
          - {from: 23, to: 6, price: 0.08}
        """

    static let options = ["--time", "zeit", "--power", "kW"]

    @Test func opportunitiesAndAScheduleAreToldWrittenAndDrawn() async throws {
        let run = try RunCommand()
        let file = try run.folder.write(Self.file(), to: "a.csv")
        let tariff = try run.folder.write(Self.tariff, to: "t.yaml")
        let (csv, svg) = (run.folder.file("o.csv"), run.folder.file("o.svg"))
        let (status, output) = try await run(
            ["analyze", "energy", file] + Self.options
                + ["--temperature", "Grad", "--tariff", tariff, "--rated-power", "20", "--output", csv, "--plot", svg])
        #expect(status == 0, "\(output)")
        #expect(output.contains("PEAK_SHIFTING: saves") && output.contains("(confidence 0.78)"), "\(output)")
        #expect(output.contains("24 hours from 2024-01-06") && output.contains("120 % of 20.0 kW"), "\(output)")
        #expect(output.contains("% above the optimum after"), "\(output)")
        let found = try CSVRows(file: csv)
        #expect(
            found.header == [
                "time", "price", "today", "optimum", "learned", "cost_today", "cost_optimum", "cost_learned", "saving",
            ])
        var rows: [[Double]] = []
        while let row = try found.next() {
            if rows.isEmpty { #expect(row[0] == "2024-01-06T00:00:00.000Z") }
            rows.append(row.dropFirst().compactMap { Double($0) })
        }
        #expect(rows.count == 24 && rows.allSatisfy { $0.count == 8 })
        // A Saturday: the price of nights, and no evening peak.
        #expect(rows[0][0] == 0.08 && rows[18][0] == 0.15)
        let sums = (1...3).map { column in rows.reduce(0) { $0 + $1[column] } }
        #expect(sums.allSatisfy { abs($0 - sums[0]) < 1e-6 }, "the same kWh: \(sums)")
        let costs = (4...6).map { column in rows.reduce(0) { $0 + $1[column] } }
        #expect(costs[1] <= costs[2] * (1 + 1e-9) && costs[2] <= 1.02 * costs[1] && costs[2] < costs[0], "\(costs)")
        let drawing = try #require(run.folder.read("o.svg"))
        #expect(drawing.hasPrefix("<svg") && drawing.contains(">cost so far<") && !drawing.contains("nan"))
    }

    @Test func whatIsNotGivenIsAssumedAndSaid() async throws {
        let run = try RunCommand()
        let file = try run.folder.write(Self.file(days: 2), to: "a.csv")
        let json = run.folder.file("o.json")
        let arguments = ["analyze", "energy", file] + Self.options + ["--rate", "0.2", "--output", json]
        let (status, output) = try await run(arguments)
        #expect(status == 0, "\(output)")
        #expect(output.contains("192 readings; opportunities are told from 500 on (38.4 %)"), "\(output)")
        #expect(output.contains("rated power not given, taken as the highest seen, 16.5 kW"), "\(output)")
        #expect(output.contains("at most 100 % of 16.5 kW"), "\(output)")
        let first = try #require(run.folder.read("o.json"))
        #expect(first.contains("\"price\":0.2") && first.contains("\"learned\":"))
        #expect(try await run(arguments).status == 0)
        #expect(run.folder.read("o.json") == first, "the same seed, the same plan")
    }

    @Test func timesThatNameTheirZoneArePlannedByItsClock() async throws {
        let run = try RunCommand()
        let tariff = try run.folder.write(Self.tariff, to: "t.yaml")
        // The same two days by the wall clock, once with nothing said and once seven hours ahead of UTC.
        let plain = Self.file(days: 2).replacing(".01.2024 ", with: "-01-2024 ").replacing(":00;", with: ":00ZONE;")
        var results: [String] = []
        for zone in ["", "+07:00"] {
            let file = try run.folder.write(plain.replacing("ZONE", with: zone), to: "a.csv")
            let output = run.folder.file("o.csv")
            let arguments = ["analyze", "energy", file] + Self.options + ["--tariff", tariff, "--output", output]
            #expect(try await run(arguments).status == 0)
            results.append(try #require(run.folder.read("o.csv")))
        }
        #expect(results[0] == results[1] && results[0].contains("2024-01-02T17:00:00.000Z,0.34"), "\(results)")
    }

    @Test func aWeekIsPlannedAndWrittenAsJSON() async throws {
        let run = try RunCommand()
        let file = try run.folder.write(Self.file(days: 8), to: "a.csv")
        let tariff = try run.folder.write(Self.tariff, to: "t.yaml")
        let json = run.folder.file("o.json")
        let (status, output) = try await run(
            ["analyze", "energy", file] + Self.options
                + ["--tariff", tariff, "--horizon", "week", "--rated-power", "20", "--output", json])
        #expect(status == 0 && output.contains("168 hours from 2024-01-02"), "\(output)")
        let objects = try #require(run.folder.read("o.json")).split(separator: "\n")
        #expect(objects.first == "[" && objects.last == "]" && objects.count == 170)
        let names = ["price", "today", "optimum", "learned", "cost_today", "cost_optimum", "cost_learned", "saving"]
        #expect(objects.dropFirst().dropLast().allSatisfy { line in names.allSatisfy { line.contains("\"\($0)\":") } })
        #expect(objects[1].hasPrefix("{\"time\":\"2024-01-02T00:00:00.000Z\",\"price\":0.08,"), "\(objects[1])")
    }

    @Test(arguments: [
        (file(days: 1) { $0 >= 64 ? "" : nil }, "ENERGY_TOO_SHORT: ", "a.csv: holds no whole day from midnight"),
        (
            file(days: 1) { $0 == 7 ? "01.01.2024 01:45:00;warm;20" : nil }, "VALUE_NOT_A_NUMBER: ",
            "a.csv:9: column 2 (kW): \"warm\""
        ),
        (file(days: 1) + "01.01.2095 00:00:00;1;1\n", "ENERGY_TOO_LONG: ", "a.csv:98: lies more than 262144 hours"),
        (file(days: 1).replacing("kW", with: "P"), "COLUMN_UNKNOWN: --power", "kW is none of zeit, P, Grad"),
        (
            "zeit;kW\n" + (0..<24).map { "01.01.2024 \(two($0)):00:00;0\n" }.joined(), "ENERGY_NOTHING_TO_PLAN: ",
            "a.csv: the hours to plan have no load"
        ),
    ]) func mistakesAreNamed(text: String, code: String, message: String) async throws {
        let run = try RunCommand()
        let file = try run.folder.write(text, to: "a.csv")
        let (status, output) = try await run(["analyze", "energy", file] + Self.options)
        #expect(status == 1 && output.contains(code) && output.contains(message), "\(output)")
    }

    @Test(arguments: [
        (["--rate=-1"], "OPTION_INVALID: --rate: is 0 to 1000"),
        (["--rate", "0.1", "--tariff", "t.yaml"], "Give --tariff or --rate, not both."),
        (["--zone", "15"], "--zone is -14 to 14"), (["--horizon", "month"], "month"),
        (["--rated-power", "5"], "ENERGY_INFEASIBLE: "), (["--load-max", "900"], "OPTION_INVALID: --load-max: is 0.2"),
        (["--start-cost=-1"], "OPTION_INVALID: --start-cost"), (["--output", "o.txt"], "o.txt"),
        (["--tariff", "none.yaml"], "CONFIGURATION_UNREADABLE"),
    ]) func optionsAreChecked(arguments: [String], message: String) async throws {
        let run = try RunCommand()
        let file = try run.folder.write(Self.file(days: 1), to: "a.csv")
        let (status, output) = try await run(["analyze", "energy", file] + Self.options + arguments)
        #expect(status != 0 && output.contains(message), "\(output)")
    }

    @Test(arguments: [
        ("rate: cheap\n", "t.yaml:1:7: rate: `cheap` is not a number"),
        ("rate: 0.1\nperiod: []\n", "t.yaml:2:1: period: there is no such key (did you mean `periods`?)"),
        ("periods:\n  - {from: 6, to: 22, price: 0.1}\n", "there is no price for Monday, 00:00"),
        ("rate: 0.1\nperiods:\n  - {from: 24, to: 6, price: 0.1}\n", "t.yaml:3:12: periods[0].from: 24 is outside"),
        (
            "rate: 0.1\nperiods:\n  - {from: 6, to: 9, price: 1}\n  - {from: 8, to: 9, price: 1}\n",
            "t.yaml:4:12: periods[1].from: has a price for Monday, 08:00, which periods[0] has too"
        ),
        ("rate: 0.1\nperiods:\n  - {days: weekday, from: 1, to: 2, price: 1}\n", "did you mean `weekdays`?"),
        ("{\"rate\": 0.1, \"periods\": [{\"from\": 1, \"to\": 2}]}", "t.yaml:1:27: periods[0].price: this key must"),
    ]) func tariffsAreCheckedByLine(text: String, message: String) async throws {
        let run = try RunCommand()
        let file = try run.folder.write(Self.file(days: 1), to: "a.csv")
        let tariff = try run.folder.write(text, to: "t.yaml")
        let (status, output) = try await run(["analyze", "energy", file] + Self.options + ["--tariff", tariff])
        #expect(status == 78 && output.contains(message), "\(output)")
    }
}

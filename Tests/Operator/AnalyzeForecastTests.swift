import Operator
import TestKit
import Testing

/// `millwright analyze forecast` on files as people have them.
@Suite struct AnalyzeForecastTests {
    /// Three weeks of hours from Monday 2024-01-01 in the file's own words.
    static func file(hours: Int = 504, _ line: (Int) -> String) -> String {
        "zeit;kW\n" + (0..<hours).map(line).joined(separator: "\n") + "\n"
    }

    /// The hour as a German file writes it, and a load with a day's shape.
    static func line(_ hour: Int) -> String {
        let (day, clock) = (1 + hour / 24, hour % 24)
        return "\(day < 10 ? "0" : "")\(day).01.2024 \(clock < 10 ? "0" : "")\(clock):30:00;\(50 + clock),5"
    }

    @Test func theNextHoursAreWrittenAndDrawn() async throws {
        let run = try RunCommand()
        let file = try run.folder.write(Self.file { Self.line($0) }, to: "a.csv")
        let (csv, svg, json) = (run.folder.file("o.csv"), run.folder.file("o.svg"), run.folder.file("o.json"))
        let arguments = ["analyze", "forecast", file, "--time", "zeit", "--value", "kW"]
        let (status, output) = try await run(
            arguments + ["--horizon", "48", "--levels", "80,97.5", "--output", csv, "--plot", svg])
        #expect(status == 0 && output.contains("48 hours from 2024-01-22T00:00:00.000Z"), "\(output)")
        let found = try CSVRows(file: csv)
        #expect(found.header == ["time", "mean", "lo80", "hi80", "lo97.5", "hi97.5"])
        var rows: [[String]] = []
        while let row = try found.next() { rows.append(row) }
        #expect(rows.count == 48 && rows[0][0] == "2024-01-22T00:00:00.000Z")
        for (hour, row) in rows.enumerated() {
            #expect(abs((Double(row[1]) ?? 0) - 50.5 - Double(hour % 24)) < 0.01, "\(row)")
        }
        let drawing = try #require(run.folder.read("o.svg"))
        #expect(drawing.hasPrefix("<svg") && drawing.contains("<polygon") && drawing.contains(">daily<"))
        #expect(!drawing.contains("nan") && !drawing.contains(">holiday<"))

        let parted = ["--parts", "--holidays", "2024-01-23", "--output", json]
        #expect(try await run(arguments + parted).status == 0)
        let objects = try #require(run.folder.read("o.json")).split(separator: "\n")
        #expect(objects.count == 170 && objects[1].contains("\"hi95\":") && objects[1].contains("\"recent\":"))
    }

    @Test(arguments: [
        (file(hours: 300) { line($0) }, "FORECAST_TOO_SHORT: ", "a.csv: spans 300 hours; at least 336 are needed"),
        (file { line($0 - $0 % 24) }, "FORECAST_TOO_MANY_GAPS: ", "only 21 of 481 hours have a value in kW"),
        (file { line($0) } + "01.01.2095 00:00:00;1\n", "FORECAST_TOO_LONG: ", "span more than 262144 hours"),
        (
            file { line($0) } + "22.01.2024 00:00:00;warm\n", "VALUE_NOT_A_NUMBER: ",
            "a.csv:506: column 2 (kW): \"warm\""
        ),
        (file { line($0) } + "soon;1\n", "TIME_INVALID: ", "a.csv:506: column 1 (zeit): \"soon\" is no time"),
        ("zeit;P\n01.01.2024 00:00:00;1\n", "COLUMN_UNKNOWN: --value: ", "kW is none of zeit, P"),
    ]) func mistakesAreNamed(text: String, code: String, message: String) async throws {
        let run = try RunCommand()
        let file = try run.folder.write(text, to: "a.csv")
        let (status, output) = try await run(["analyze", "forecast", file, "--time", "zeit", "--value", "kW"])
        #expect(status == 1 && output.contains(code) && output.contains(message), "\(output)")
    }

    @Test(arguments: [
        (["--horizon", "745"], "--horizon: is 1 to 744"), (["--levels", "80,x"], "--levels: x is no percent"),
        (["--levels", "100"], "--levels: 100 is no percent"), (["--zone", "20"], "--zone is -14 to 14 hours"),
        (["--zone", "+05:3"], "--zone is -14 to 14 hours"), (["--zone", "0.001"], "--zone is -14 to 14 hours"),
        (["--holidays", "2024-02-30"], "--holidays: 2024-02-30: holds no dates"),
        (["--daylight", "mars"], "mars is none of none, europe, north-america"), (["--output", "o.txt"], "o.txt"),
    ]) func optionsAreChecked(arguments: [String], message: String) async throws {
        let run = try RunCommand()
        let file = try run.folder.write(Self.file { Self.line($0) }, to: "a.csv")
        let (status, output) = try await run(
            ["analyze", "forecast", file, "--time", "zeit", "--value", "kW"] + arguments)
        #expect(status != 0 && output.contains(message), "\(output)")
    }

    @Test func holidaysComeFromAFileToo() async throws {
        let run = try RunCommand()
        let file = try run.folder.write(Self.file { Self.line($0) }, to: "a.csv")
        let days = try run.folder.write("2024-01-06\n\n2024-12-25\n", to: "days.txt")
        let arguments = ["analyze", "forecast", file, "--time", "zeit", "--value", "kW", "--holidays"]
        #expect(try await run(arguments + [days]).status == 0)
        let wrong = try run.folder.write("2024-01-06\nChristmas\n", to: "wrong.txt")
        let (status, output) = try await run(arguments + [wrong])
        #expect(status == 1 && output.contains("wrong.txt:2: \"Christmas\" is no date"), "\(output)")
    }
}

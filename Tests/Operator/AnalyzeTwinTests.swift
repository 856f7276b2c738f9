import Operator
import TestKit
import Testing

/// `millwright analyze twin` on files as people have them.
@Suite struct AnalyzeTwinTests {
    /// A machine that settles 2 °C a kW above 20 °C within minutes, a reading a minute, its load in steps; two days.
    static func file(rows: Int = 2_880, _ line: (Int, String) -> String = { $1 }) -> String {
        var text = "zeit;kW;T;v\n"
        var temperature = 20.0
        for row in 0..<rows {
            // The load is held for twenty minutes, and the mean of two readings holds between them.
            let load = { (row: Int) in Double([4, 16, 9, 20, 0, 12, 18][(max(0, row) / 20) % 7]) }
            let settled = 20 + 2 * (load(row) + load(row - 1)) / 2
            temperature = settled + (temperature - settled) * 0.5
            let noise = Double((row * 7_919) % 11 - 5) / 20
            let (day, hour, minute) = (1 + row / 1_440, row / 60 % 24, row % 60)
            let clock = "0\(day).03.2026 \(hour < 10 ? "0" : "")\(hour):\(minute < 10 ? "0" : "")\(minute):00"
            let shaken = 0.5 + 0.06 * load(row) + noise / 5
            text += line(row, "\(clock);\(load(row));\(temperature + noise);\(shaken)") + "\n"
        }
        return text
    }

    static let columns = ["--time", "zeit", "--power", "kW", "--temperature", "T"]

    @Test func aMachineIsCalibratedRowByRow() async throws {
        let run = try RunCommand()
        let file = try run.folder.write(Self.file(), to: "pump.csv")
        let (csv, svg) = (run.folder.file("o.csv"), run.folder.file("o.svg"))
        let (status, output) = try await run(
            ["analyze", "twin", file] + Self.columns + ["--vibration", "v", "--age", "1000"]
                + ["--output", csv, "--plot", svg])
        #expect(status == 0 && output.contains("pump.csv: 2880 rows, calibrated"), "\(output)")
        #expect(output.contains("rise       2.0") && output.contains("(profile 0.200)"), "\(output)")
        #expect(output.contains("ambient    20.") || output.contains("ambient    19."), "\(output)")
        #expect(output.contains("mm/s a kW, offset 0.5") || output.contains("mm/s a kW, offset 0.4"), "\(output)")
        let found = try CSVRows(file: csv)
        #expect(found.header.count == 20 && found.header.contains("vibration_sigmas"))
        func index(_ name: String) throws -> Int { try #require(found.header.firstIndex(of: name)) }
        let (temperature, low, high) = (try index("temperature"), try index("lo80"), try index("hi80"))
        let (sigmas, life, error) = (try index("sigmas"), try index("remaining"), try index("error"))
        var rows: [[Double?]] = []
        while let row = try found.next() { rows.append(row.map { Double($0) }) }
        #expect(rows.count == 2_880)
        let late = rows.suffix(1_000)
        let inside = late.count { row in
            guard let value = row[temperature], let low = row[low], let high = row[high] else { return false }
            return low <= value && value <= high
        }
        #expect((700...950).contains(inside), "\(inside)")
        #expect(late.allSatisfy { abs($0[sigmas] ?? 9) < 4 && ($0[error] ?? 9) < 3 })
        // A thousand hours and those of two days under load; and some wear, of which little can be known so soon.
        #expect((18_830...18_965).contains(rows.last?[life] ?? 0), "\(String(describing: rows.last))")
        let drawing = try #require(run.folder.read("o.svg"))
        #expect(drawing.hasPrefix("<svg") && drawing.contains("<polygon") && drawing.contains(">vibration, mm/s<"))
        #expect(!drawing.contains("nan") && !drawing.contains("inf"))
    }

    @Test func aScenarioIsToldWithBandsAndAdvice() async throws {
        let run = try RunCommand()
        let file = try run.folder.write(Self.file(rows: 400), to: "pump.csv")
        let (csv, svg, json) = (run.folder.file("o.csv"), run.folder.file("o.svg"), run.folder.file("o.json"))
        let scenario = ["analyze", "twin", file] + Self.columns + ["--paths", "40", "--scenario"]
        let (status, output) = try await run(
            scenario + ["heavy_load", "--hours", "100", "--output", csv, "--plot", svg])
        #expect(status == 0 && output.contains("reduce_load: the load of up to 33 kW is above the 22 kW"), "\(output)")
        let found = try CSVRows(file: csv)
        #expect(found.header.count == 21 && found.header.suffix(1) == ["failure_probability_hi80"])
        var rows: [[Double?]] = []
        while let row = try found.next() { rows.append(row.map { Double($0) }) }
        #expect(rows.count == 101 && rows.last?[0] == 100 && rows.last?[2] == 33)
        // 20 °C and 2 °C a kW, with a load that varies by a twentieth.
        #expect(abs((rows.last?[3] ?? 0) - 86) < 4, "\(String(describing: rows.last))")
        #expect(rows.allSatisfy { ($0[4] ?? 1e9) <= ($0[3] ?? -1e9) && ($0[3] ?? 1e9) <= ($0[5] ?? -1e9) })
        #expect(try #require(run.folder.read("o.svg")).contains(">bearing wear, 0 to 1<"))

        let custom = ["custom", "--load", "6:12,22:2", "--hours", "48", "--cooling", "0.5", "--output", json]
        #expect(try await run(scenario + custom).status == 0)
        let once = try #require(run.folder.read("o.json"))
        #expect(
            once.split(separator: "\n").count == 51 && once.contains("\"hours\":7,") && once.contains("\"load\":12"))
        #expect(try await run(scenario + custom).status == 0)
        #expect(run.folder.read("o.json") == once, "the same seed gives the same bands")
        #expect(try await run(scenario + custom + ["--seed", "2"]).status == 0)
        #expect(run.folder.read("o.json") != once)
    }

    @Test func aProfileSaysWhereToBegin() async throws {
        let run = try RunCommand()
        let file = try run.folder.write(Self.file(rows: 60), to: "pump.csv")
        let profile = String(#filePath.split(separator: "/Tests/")[0]) + "/firmware-profiles/pump.yaml"
        let (status, output) = try await run(
            ["analyze", "twin", file] + Self.columns + ["--profile", profile, "--output", run.folder.file("o.csv")])
        #expect(status == 0 && output.contains("(profile 1.94)") && output.contains("not calibrated"), "\(output)")
        let other = try await run(["analyze", "twin", file] + Self.columns + ["--profile", file])
        #expect(other.status != 0 && other.output.contains("pump.csv:1"), "\(other)")
    }

    @Test func rowsThatAreOlderAndValuesThatAreMissingAreNamed() async throws {
        let run = try RunCommand()
        let text = Self.file(rows: 300) { row, line in
            let fields = line.split(separator: ";").map(String.init)
            if row == 100 { return (["01.03.2026 00:10:00"] + fields.dropFirst()).joined(separator: ";") }
            return row % 3 == 0 ? "\(fields[0]);\(fields[1]);-;\(fields[3])" : line
        }
        let file = try run.folder.write(text, to: "a.csv")
        let (status, output) = try await run(
            ["analyze", "twin", file] + Self.columns + ["--output", run.folder.file("o.csv")])
        #expect(status == 0 && output.contains("1 rows are older than the one before"), "\(output)")
        let lines = try #require(run.folder.read("o.csv")).split(separator: "\n")
        #expect(lines.count == 300 && lines[1].split(separator: ",", omittingEmptySubsequences: false)[3].isEmpty)
    }

    @Test(arguments: [
        (["--power", "P"], "COLUMN_UNKNOWN: --power: "), (["--temperature", "x"], "COLUMN_UNKNOWN: --temperature: "),
        (["--vibration", "w"], "COLUMN_UNKNOWN: --vibration: "), (["--rated-power", "0"], "--rated-power is"),
        (["--scenario", "boom"], "boom is none of normal, heavy_load, overheated, worn_bearings, custom"),
        (["--scenario", "custom"], "--scenario custom needs --load"), (["--cooling", "0.2"], "change a --scenario"),
        (["--scenario", "normal", "--hours", "0"], "OPTION_INVALID: --hours: is 1 to 200000 hours"),
        (["--scenario", "normal", "--paths", "0"], "OPTION_INVALID: --paths: is 1 to 10000"),
        (["--scenario", "normal", "--cooling", "0"], "OPTION_INVALID: --cooling: is 0.001 to 100"),
        (["--scenario", "custom", "--load", "6:1,5:2"], "OPTION_INVALID: --load: is hours of the day"),
        (["--scenario", "custom", "--load", "6"], "OPTION_INVALID: --load: is hours of the day"),
        (["--output", "o.txt"], "o.txt"), (["--age=-1"], "--age is"),
    ]) func optionsAreChecked(arguments: [String], message: String) async throws {
        let run = try RunCommand()
        let file = try run.folder.write(Self.file(rows: 30), to: "a.csv")
        let (status, output) = try await run(["analyze", "twin", file] + Self.columns + arguments)
        #expect(status != 0 && output.contains(message), "\(output)")
    }

    @Test(arguments: [
        (
            "zeit;kW;T\n01.03.2026 00:00:00;1;2\n01.03.2026 00:01:00;1;hot\n",
            "a.csv:3: column 3 (T): \"hot\" is no number"
        ),
        ("zeit;kW;T\n01.03.2026 00:00:00;1;2\nsoon;1;2\n", "a.csv:3: column 1 (zeit): \"soon\" is no time"),
        ("zeit;kW;T\n", "FILE_EMPTY"),
    ]) func mistakesAreNamed(text: String, message: String) async throws {
        let run = try RunCommand()
        let file = try run.folder.write(text, to: "a.csv")
        let (status, output) = try await run(["analyze", "twin", file] + Self.columns)
        #expect(status == 1 && output.contains(message), "\(output)")
    }
}

import Operator
import Telemetry
import TestKit
import Testing

/// `millwright analyze …` on files as people have them.
@Suite struct AnalyzeTests {
    @Test func numbersAreReadWithTheirTimes() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write(
            "Datum;Leistung;Zustand;T\n31.01.2026 12:00:00;1,5;an;20\n31.01.2026 12:00:01;;aus;NaN\n", to: "a.csv")
        let rows = try NumberRows(file: file, time: "Datum")
        #expect(rows.columns == ["Leistung", "T"], "what holds words is no metric")
        let first = try #require(try rows.next())
        #expect(first.values == [1.5, 20] && first.time.rfc3339 == "2026-01-31T12:00:00.000Z" && first.index == 0)
        let second = try #require(try rows.next())
        #expect(second.values.allSatisfy { $0.isNaN } && second.index == 1)
        #expect(try rows.next() == nil)
    }

    @Test(arguments: [
        ("t,a\n1,2\n2,x\n", "a.csv:3: column 2 (a): \"x\" is no number"),
        ("t,a\n1,2\n\n2\n", "a.csv:4: has 1 fields, and the header 2"),
        ("t,a\n2026-01-31 12:00:00,2\n2026-01-31 12:00:01,2\nsoon,2\n", "a.csv:4: column 1 (t): \"soon\" is no time"),
        ("t,a\nnever,2\n", "a.csv:2: column 1 (t): \"never\" is of no known form"),
        ("x,a\n1,2\n", "t is none of x, a"), ("t,a\n", "there are no rows"), ("", "there is no header line"),
    ]) func mistakesAreNamedWithLineAndColumn(text: String, message: String) async throws {
        let run = try RunCommand()
        let file = try run.folder.write(text, to: "a.csv")
        let (status, output) = try await run(["analyze", "anomalies", file, "--time", "t", "--columns", "a"])
        #expect(status == 1 && output.contains(message), "\(output)")
    }

    @Test func everyRowIsScoredAndDrawn() async throws {
        let run = try RunCommand()
        let rows = (0..<400).map { "\(1_763_712_000 + 2 * $0),\(50 + $0 % 5 + ($0 == 350 ? 90 : 0)),\($0 % 3)" }
        let file = try run.folder.write("ts,power <kW>,x\n" + rows.joined(separator: "\n"), to: "a.csv")
        let (csv, svg, json) = (run.folder.file("o.csv"), run.folder.file("o.svg"), run.folder.file("o.json"))
        let arguments = ["analyze", "anomalies", file, "--time", "ts", "--plot", svg, "--output"]
        #expect(try await run(arguments + [csv]).status == 0)
        let found = try CSVRows(file: csv)
        #expect(found.header == ["row", "time", "score", "alarm", "metric", "expected", "distance", "since", "view"])
        var scored: [[String]] = []
        while let row = try found.next() { scored.append(row) }
        #expect(scored.count == 400 && scored.last?[0] == "399")
        let spike = scored[350]
        #expect(spike[3] == "1" && spike[4] == "power <kW>" && spike[7] == spike[1] && spike[8] == "metric", "\(spike)")
        #expect((Double(spike[2]) ?? 0) > 0.99 && abs((Double(spike[5]) ?? 0) - 52) < 3 && (Double(spike[6]) ?? 0) > 3)
        #expect(scored[300][3] == "0" && scored[300][7].isEmpty)
        let drawing = try #require(run.folder.read("o.svg"))
        #expect(drawing.hasPrefix("<svg") && drawing.contains("power &lt;kW&gt;") && !drawing.contains("<kW>"))
        #expect(try await run(arguments + [json]).status == 0)
        let objects = try #require(run.folder.read("o.json")).split(separator: "\n")
        #expect(objects.first == "[" && objects.last == "]" && objects.count == 402)
        #expect(objects[1].contains("\"row\":0,\"time\":\"2025-11-21T08:00:00.000Z\",\"score\":0"))
    }

    @Test func aResultThatCannotBeWrittenLeavesNothing() async throws {
        let run = try RunCommand()
        let file = try run.folder.write("t,a\n1,2\n2,x\n", to: "a.csv")
        for output in ["o.txt", "none/o.csv"] {
            let arguments = ["analyze", "anomalies", file, "--time", "t", "--output", run.folder.file(output)]
            #expect(try await run(arguments).status == 1)
        }
        let broken = run.folder.file("o.csv")
        let arguments = ["analyze", "anomalies", file, "--time", "t", "--columns", "a", "--output", broken]
        #expect(try await run(arguments).status == 1)
        #expect(throws: CommandFailure.self) { try CSVRows(file: broken) }
    }

    @Test func aForestIsLearnedAndScores() async throws {
        let run = try RunCommand()
        let rows = (0..<200).map { "\($0 % 10),\($0 == 77 ? 500 : $0 % 7)" }.joined(separator: "\n")
        let file = try run.folder.write("a\tb\n" + rows.replacing(",", with: "\t"), to: "a.tsv")
        let (model, scores) = (run.folder.file("a.forest"), run.folder.file("s.csv"))
        let fit = try await run(["analyze", "forest", "fit", file, "--seed", "3", "--model", model])
        #expect(fit.status == 0 && fit.output.contains("100 trees of 200 of 200 rows over a, b"))
        #expect(
            try await run(["analyze", "forest", "score", file, "--model", model, "--output", scores]).status == 0)
        let found = try CSVRows(file: scores)
        var values: [Double] = []
        while let row = try found.next() { values.append(try #require(Double(row[1]))) }
        #expect(values.count == 200 && values.max() == values[77])

        try await scoresBeside(run, file, model)
        let (status, output) = try await run(["analyze", "forest", "score", file, "--model", file])
        #expect(status == 1 && output.contains("MODEL_INVALID"))
        let short = try run.folder.write("a\n1\n2\n", to: "short.csv")
        let few = try await run(["analyze", "forest", "fit", short, "--model", model])
        #expect(few.status == 1 && few.output.contains("FOREST_TOO_FEW_ROWS: 2 rows"))
    }

    /// A forest beside the detector is one more view of a row, and has to know its columns.
    private func scoresBeside(_ run: RunCommand, _ learned: String, _ model: String) async throws {
        let rows = (0..<1_200).map { "\($0),\($0 % 10),\($0 % 7 + ($0 > 1_150 ? 3 : 0))" }.joined(separator: "\n")
        let file = try run.folder.write("t,a,b\n" + rows, to: "beside.csv")
        let found = run.folder.file("f.csv")
        let arguments = ["analyze", "anomalies", file, "--time", "t", "--forest", model, "--output", found]
        #expect(try await run(arguments).status == 0)
        let results = try CSVRows(file: found)
        var views: [String: Int] = [:]
        while let row = try results.next() { views[row[8], default: 0] += 1 }
        #expect(views["forest", default: 0] > 0 && Set(views.keys).isSubset(of: ["", "metric", "together", "forest"]))
        let (status, output) = try await run(arguments + ["--columns", "a"])
        #expect(status == 1 && output.contains("looks at b, which is none of a"), "\(output)")
    }
}

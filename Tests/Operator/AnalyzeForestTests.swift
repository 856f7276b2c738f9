import Operator
import TestKit
import Testing

/// `millwright analyze forest …` with the times of a file, its drawing, and its JSON.
@Suite struct AnalyzeForestTests {
    /// Rows every ten minutes, the 77th of them odd.
    private static let text =
        "ts,power,heat <C>\n"
        + (0..<200).map { "\(1_763_712_000 + 600 * $0),\($0 % 10),\($0 == 77 ? 500 : $0 % 7)\n" }.joined()

    @Test func theColumnOfTheTimeIsNoFeature() async throws {
        let run = try RunCommand()
        let file = try run.folder.write(Self.text, to: "a.csv")
        let fit = ["analyze", "forest", "fit", file, "--model", run.folder.file("m")]
        let bare = try await run(fit)
        #expect(bare.status == 0 && bare.output.contains("over ts, power, heat <C>; threshold"), "\(bare.output)")
        #expect(bare.output.contains("a.csv: ts is taken for a feature; say --time ts where it is the time"))
        let timed = try await run(fit + ["--time", "ts"])
        #expect(timed.status == 0 && timed.output.contains("rows over power, heat <C>; threshold"), "\(timed.output)")
        #expect(!timed.output.contains("is taken for"))
        let chosen = try await run(fit + ["--columns", "power,ts"])
        #expect(chosen.output.contains("over power, ts;") && !chosen.output.contains("is taken for"))
        let wrong = try await run(fit + ["--time", "when"])
        #expect(wrong.status == 1 && wrong.output.contains("COLUMN_UNKNOWN: --time: "), "\(wrong.output)")
        let format = try await run(fit + ["--time", "ts", "--time-format", "rfc3339"])
        #expect(format.status == 1 && format.output.contains("a.csv:2: column 1 (ts): \"1763712000\" is no time"))
    }

    @Test func scoresHaveTheirTimesAndAreDrawn() async throws {
        let run = try RunCommand()
        let file = try run.folder.write(Self.text, to: "a.csv")
        let (model, csv, json) = (run.folder.file("m"), run.folder.file("o.csv"), run.folder.file("o.json"))
        #expect(try await run(["analyze", "forest", "fit", file, "--time", "ts", "--model", model]).status == 0)
        let score = ["analyze", "forest", "score", file, "--model", model, "--plot", run.folder.file("o.svg")]
        #expect(try await run(score + ["--time", "ts", "--output", csv]).status == 0)
        let rows = try CSVRows(file: csv)
        #expect(rows.header == ["row", "time", "score", "alarm"])
        var found: [[String]] = []
        while let row = try rows.next() { found.append(row) }
        #expect(found.count == 200 && found[77][0...1] == ["77", "2025-11-21T20:50:00.000Z"] && found[77][3] == "1")
        let timed = try #require(run.folder.read("o.svg"))
        #expect(timed.hasPrefix("<svg") && timed.contains(">score<") && timed.contains(">heat &lt;C&gt;<"))
        #expect(timed.contains("#fbd5d5") && timed.contains("stroke-dasharray") && !timed.contains("nan"))
        #expect(!timed.contains(">row 0<"))

        #expect(try await run(score + ["--output", json]).status == 0)
        let objects = try #require(run.folder.read("o.json")).split(separator: "\n")
        #expect(objects.first == "[" && objects.last == "]" && objects.count == 202)
        #expect(objects[78].hasPrefix("{\"row\":77,\"score\":0.") && objects[78].contains("\"alarm\":1"))
        let numbered = try #require(run.folder.read("o.svg"))
        #expect(numbered.contains(">row 0<") && numbered.contains(">row 199<"))
    }
}

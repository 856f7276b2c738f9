import Operator
import TestKit
import Testing

/// `millwright analyze rul …` on files as people have them.
@Suite struct AnalyzeLifetimeTests {
    /// Units named like pumps, each hotter towards its end.
    static func runs(_ lives: [Int], cut: Int = 0) -> String {
        var text = "pump,run,site,heat,valve\n"
        for (index, life) in lives.enumerated() {
            for cycle in 1...life - cut {
                let wear = max(0, 60 - (life - cycle)) + (cycle * 7 + index * 3) % 4
                text += "P-\(index),\(cycle),north,\(200 + wear),1\n"
            }
        }
        return text
    }

    static let lives = [70, 82, 90, 75, 66, 101, 78, 93, 85, 72, 88, 97]

    @Test func aModelIsLearnedAndSaysWhatIsLeft() async throws {
        let run = try RunCommand()
        let file = try run.folder.write(Self.runs(Self.lives), to: "runs.csv")
        let (model, left) = (run.folder.file("pump.rul"), run.folder.file("left.csv"))
        let fit = try await run(
            ["analyze", "rul", "fit", file, "--unit", "pump", "--cycle", "run", "--cap", "50", "--trees", "40"]
                + ["--model", model])
        #expect(fit.status == 0 && fit.output.contains("40 trees from 12 units over heat, valve; off by"), "\(fit)")
        let running = try run.folder.write(Self.runs([80, 95, 110], cut: 20), to: "running.csv")
        let predict = ["analyze", "rul", "predict", running, "--model", model, "--output", left]
        #expect(try await run(predict).status == 0)
        let found = try CSVRows(file: left)
        #expect(found.header == ["unit", "rul", "lo80", "hi80", "health"])
        var units: [[String]] = []
        while let row = try found.next() { units.append(row) }
        #expect(units.map { $0[0] } == ["P-0", "P-1", "P-2"])
        for unit in units {
            let numbers = unit.dropFirst().compactMap { Double($0) }
            #expect(numbers.count == 4 && abs(numbers[0] - 20) < 12, "\(unit)")
            #expect(numbers[1] <= numbers[0] && numbers[0] <= numbers[2] && numbers[2] <= 50, "\(unit)")
        }

        let (status, output) = try await run(["analyze", "rul", "predict", running, "--model", file])
        #expect(status == 1 && output.contains("MODEL_INVALID"), "\(output)")
        let other = try run.folder.write("pump,run,cold\nP-1,1,2\n", to: "other.csv")
        let missing = try await run(["analyze", "rul", "predict", other, "--model", model])
        #expect(missing.status == 1 && missing.output.contains("heat is none of pump, run, cold"), "\(missing)")
    }

    @Test func whatIsLeftIsDrawnAndWrittenAsJSON() async throws {
        let run = try RunCommand()
        let file = try run.folder.write(Self.runs(Self.lives), to: "runs.csv")
        let (model, json) = (run.folder.file("pump.rul"), run.folder.file("left.json"))
        let fit = try await run(
            ["analyze", "rul", "fit", file, "--unit", "pump", "--cycle", "run", "--cap", "50", "--trees", "40"]
                + ["--model", model, "--plot", run.folder.file("fit.svg")])
        #expect(fit.status == 0, "\(fit)")
        let trials = try #require(run.folder.read("fit.svg"))
        #expect(trials.hasPrefix("<svg") && trials.contains("<polygon") && trials.contains(">50.0 and more<"))
        #expect(!trials.contains("nan") && trials.contains(">runs.csv<"))
        let running = try run.folder.write(
            Self.runs([80, 95, 110], cut: 20).replacing("P-1,", with: "P<1,"), to: "running.csv")
        let predict = ["analyze", "rul", "predict", running, "--model", model, "--output", json]
        #expect(try await run(predict + ["--plot", run.folder.file("left.svg")]).status == 0)
        let objects = try #require(run.folder.read("left.json")).split(separator: "\n")
        #expect(objects.first == "[" && objects.last == "]" && objects.count == 5)
        for (line, name) in zip(objects.dropFirst(), ["P-0", "P<1", "P-2"]) {
            #expect(line.hasPrefix("{\"unit\":\"\(name)\",\"rul\":"), "\(line)")
            #expect(["lo80", "hi80", "health"].allSatisfy { line.contains("\"\($0)\":") })
        }
        let left = try #require(run.folder.read("left.svg"))
        #expect(left.contains(">cycles left, by unit<") && left.contains(">P&lt;1<") && !left.contains("nan"))
        // Three units, each once more with its course.
        #expect(left.split(separator: "as it would have been said at each cycle").count == 4)
        #expect(left.split(separator: "<polygon").count == 4 && left.contains(">cycle 60<"))
    }

    @Test(arguments: [
        (runs([30, 40]), "LIFETIME_TOO_FEW_UNITS: 2 units ran for 20 cycles; 10 are needed"),
        (runs([30]) + "P-0,30,north,2,1\n", "runs.csv:32: column run: 30.0 of P-0 does not come after 30.0"),
        (runs(lives) + "P-0,71,north,hot,1\n", "runs.csv:999: column 4 (heat): \"hot\" is no number"),
        ("unit,run,heat\n1,1,1\n", "COLUMN_UNKNOWN: --unit: "),
        ("pump,cycle,heat\n1,1,1\n", "COLUMN_UNKNOWN: --cycle: "), ("pump,run\n1,1\n", "no other column holds numbers"),
        (runs(lives.map { _ in 60 }).replacing(",north,", with: ",7,").replacing("P-", with: ""), "12 units over site"),
    ]) func mistakesAreNamed(text: String, message: String) async throws {
        let run = try RunCommand()
        let file = try run.folder.write(text, to: "runs.csv")
        let (_, output) = try await run(
            ["analyze", "rul", "fit", file, "--unit", "pump", "--cycle", "run", "--trees", "2"]
                + ["--model", run.folder.file("m")])
        #expect(output.contains(message), "\(output)")
    }
}

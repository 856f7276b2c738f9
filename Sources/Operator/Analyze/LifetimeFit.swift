internal import AnalyticsLifetime
internal import ArgumentParser
internal import Runtime

/// The command `millwright analyze rul fit`.
struct LifetimeFit: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fit",
        abstract: "Learns a model of remaining life from a CSV file of units that ran to their end.",
        discussion: """
            millwright analyze rul fit runs.csv --unit unit --cycle cycle --cap 125 --model engine.rul
            A row is a cycle of a unit; the last cycle of each unit is its end. Cycles of a unit come in order and
            should be about evenly spaced. Before wear begins sensors say nothing of the end, so remaining lives from
            the cap on are not told apart. The same file, options and seed give the same model.
            """)

    @Argument(help: "The file, its first line naming the columns.", completion: .file(extensions: ["csv"]))
    var file: String
    @Option(help: "The column that names the unit.") var unit: String
    @Option(help: "The column of the cycle, or of any other count of use.") var cycle: String
    @Option(help: "The longest remaining life that is told apart, in cycles.") var cap = LifetimeOptions().cap
    @Option(help: "The sensors, separated by commas; else every other column that holds numbers.") var columns: String?
    @Option(help: "How many trees.") var trees = LifetimeOptions().trees
    @Option(help: "Repeats a model exactly.") var seed: UInt64 = 0
    @Option(help: "The file that the model is written to.") var model: String
    @Option(help: "An SVG file to draw into how good it is on units not seen.", completion: .file(extensions: ["svg"]))
    var plot: String?

    func run() async throws {
        let command = self
        try await Reporting.run { try await Interruption.cancels { try command.fit() } }
    }

    private func fit() throws {
        let rows = try LifetimeRows(file: file, unit: unit, cycle: cycle, sensors: columns.map(ColumnNames.split))
        let options = LifetimeOptions(cap: cap, trees: trees, seed: seed)
        var progress = AnalyzeProgress()
        let (learned, unseen) = try told {
            try LifetimeModel.learn(
                rows.units, sensors: rows.sensors, unitColumn: unit, cycleColumn: cycle, options: options
            ) { progress.show("learning from \(rows.units.count) units", done: $0, of: $1) }
        }
        progress.end()
        try FileBytes.write(learned.snapshot(), to: model, mode: 0o644)
        if let plot {
            let title = file.split(separator: "/").last.map(String.init) ?? file
            let drawn = LifetimeTrialPlot(title: title, cap: cap, trials: unseen)
            try FileBytes.write(Array(drawn.text().utf8), to: plot, mode: 0o644)
        }
        print(
            "\(trees) trees from \(rows.units.count) units over \(rows.sensors.joined(separator: ", "));",
            "off by \(PlotScale.short(learned.error)) cycles (root mean square) on units not seen")
    }

    private func told<Result>(_ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let error as LifetimeError {
            switch error {
            case .tooFewUnits(let count):
                throw CommandFailure(
                    "LIFETIME_TOO_FEW_UNITS",
                    "\(count) units ran for \(LifetimeLimits.cyclesMin) cycles; \(LifetimeLimits.unitsMin) are needed"
                )
            case .nothingVaries:
                throw CommandFailure("LIFETIME_NOTHING_VARIES", "every sensor has one value only")
            case .outOfRange(let name, let range):
                throw CommandFailure("OPTION_INVALID", "\(name) is \(range)")
            }
        }
    }
}

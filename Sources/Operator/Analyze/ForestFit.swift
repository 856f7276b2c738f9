internal import AnalyticsForest
internal import ArgumentParser
internal import Runtime

/// The command `millwright analyze forest fit`.
struct ForestFit: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fit",
        abstract: "Learns an isolation forest from the rows of a CSV file, most of them normal.",
        discussion: """
            millwright analyze forest fit history.csv --columns power,temperature,vibration --model pump.forest
            millwright analyze forest fit history.csv --time timestamp --model pump.forest
            Without --columns every column that holds numbers is a feature, other than that of --time. The same file,
            options and seed give the same model.
            """)

    @Argument(help: "The file, its first line naming the columns.", completion: .file(extensions: ["csv"]))
    var file: String
    @Option(help: "The features, separated by commas; else every column that holds numbers.") var columns: String?
    @Option(help: "The column of the time, which is no feature.") var time: String?
    @Option(help: "How times are written: \(CSVTime.allCases.map(\.rawValue).joined(separator: ", ")).")
    var timeFormat: CSVTime?
    @Option(help: "How many trees.") var trees = 100
    @Option(help: "Rows in each tree's sample.") var samples = 256
    @Option(help: "The part of rows that pass the threshold.") var contamination = 0.05
    @Option(help: "Repeats a forest exactly.") var seed: UInt64 = 0
    @Option(help: "The file that the model is written to.") var model: String

    func validate() throws {
        if !(1...ForestLimits.treesMax).contains(trees) {
            throw ValidationError("--trees is 1 to \(ForestLimits.treesMax).")
        }
        if !(2...ForestLimits.samplesMax).contains(samples) {
            throw ValidationError("--samples is 2 to \(ForestLimits.samplesMax).")
        }
        if !(contamination > 0 && contamination <= 0.5) { throw ValidationError("--contamination is above 0, to 0.5.") }
    }

    func run() async throws {
        let command = self
        try await Reporting.run { try await Interruption.cancels { try command.fit() } }
    }

    private func fit() throws {
        let rows = try NumberRows(
            file: file, time: time, format: timeFormat, columns: columns.map(ColumnNames.split))
        if time == nil, columns == nil, let name = rows.columns.first(where: ReplayPlan.isTimeName) {
            Terminal.say("\(file): \(name) is taken for a feature; say --time \(name) where it is the time")
        }
        let values = try ForestRows.all(of: rows, file: file)
        let options = ForestOptions(trees: trees, samples: samples, contamination: contamination, seed: seed)
        let forest = try Self.told { () throws(ForestError) in
            try IsolationForest.fit(features: rows.columns, rows: values, options: options)
        }
        try FileBytes.write(forest.snapshot(), to: model, mode: 0o644)
        print(
            "\(forest.trees) trees of \(forest.samples) of \(values.count / rows.columns.count) rows over",
            "\(forest.features.joined(separator: ", ")); threshold \(forest.threshold)")
    }

    private static func told(_ body: () throws(ForestError) -> IsolationForest) throws -> IsolationForest {
        do throws(ForestError) {
            return try body()
        } catch {
            switch error {
            case .tooFewRows(let count):
                throw CommandFailure(
                    "FOREST_TOO_FEW_ROWS", "\(count) rows; at least \(ForestLimits.rowsMin) are needed")
            case .nothingVaries:
                throw CommandFailure("FOREST_NOTHING_VARIES", "every column has one value only")
            case .outOfRange(let name, let most):
                throw CommandFailure("OPTION_INVALID", "\(name): at most \(most)")
            }
        }
    }
}

internal import AnalyticsForest
internal import ArgumentParser
internal import Telemetry

/// The command `millwright analyze forest score`.
struct ForestScore: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "score",
        abstract: "Scores the rows of a CSV file by an isolation forest.",
        discussion: """
            millwright analyze forest score today.csv --model pump.forest --output scores.csv
            About 0.5 is ordinary, towards 1 is anomalous; `alarm` is 1 from the model's threshold on.
            """)

    /// Rows scored at once.
    private static let block = 4_096

    @Argument(
        help: "The file, with the columns that the model was learned from.", completion: .file(extensions: ["csv"]))
    var file: String
    @Option(help: "What `forest fit` wrote.", completion: .file()) var model: String
    @Option(help: "A file that ends in .csv or .json; csv or json alone for standard output.") var output = "csv"

    func run() async throws {
        let command = self
        try await Reporting.run { try await Interruption.cancels { try command.score() } }
    }

    private func score() throws {
        let forest = try ForestFile.read(model)
        let rows = try NumberRows(file: file, time: nil, columns: forest.features)
        let results = try ResultRows(output: output, columns: ["row", "score", "alarm"])
        var waiting: [Double] = []
        var progress = AnalyzeProgress()
        var row = 0
        func release() throws {
            for score in forest.scores(rows: waiting) {
                try results.write([.count(row), .number(score), .count(score >= forest.threshold ? 1 : 0)])
                row += 1
            }
            waiting.removeAll(keepingCapacity: true)
        }
        while let next = try rows.next() {
            try Task.checkCancellation()
            waiting += next.values
            progress.count()
            if waiting.count >= Self.block * forest.features.count { try release() }
        }
        try release()
        progress.end()
        try results.finish()
    }
}

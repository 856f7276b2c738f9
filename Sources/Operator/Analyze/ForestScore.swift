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
            About 0.5 is ordinary, towards 1 is anomalous; `alarm` is 1 from the model's threshold on. With --time each
            row of the result has its time too. --plot draws the scores with the threshold, and the features.
            """)

    /// Rows scored at once.
    private static let block = 4_096

    @Argument(
        help: "The file, with the columns that the model was learned from.", completion: .file(extensions: ["csv"]))
    var file: String
    @Option(help: "What `forest fit` wrote.", completion: .file()) var model: String
    @Option(help: "The column of the time; rows are numbered without it.") var time: String?
    @Option(help: "How times are written: \(CSVTime.allCases.map(\.rawValue).joined(separator: ", ")).")
    var timeFormat: CSVTime?
    @Option(help: "A file that ends in .csv or .json; csv or json alone for standard output.") var output = "csv"
    @Option(help: "An SVG file to draw it into.", completion: .file(extensions: ["svg"])) var plot: String?

    func run() async throws {
        let command = self
        try await Reporting.run { try await Interruption.cancels { try command.score() } }
    }

    private func score() throws {
        let forest = try ForestFile.read(model)
        let rows = try NumberRows(file: file, time: time, format: timeFormat, columns: forest.features)
        let results = try ResultRows(
            output: output, columns: time == nil ? ["row", "score", "alarm"] : ["row", "time", "score", "alarm"])
        let title = file.split(separator: "/").last.map(String.init) ?? file
        var drawn = plot.map { _ in ForestPlot(title: title, forest: forest, hasTimes: time != nil) }
        var waiting: [NumberRows.Row] = []
        var progress = AnalyzeProgress()
        func release() throws {
            for (row, score) in zip(waiting, forest.scores(rows: waiting.flatMap(\.values))) {
                let isAlarm = score >= forest.threshold
                let place = [ResultField.count(row.index)] + (time == nil ? [] : [.text(row.time.rfc3339)])
                try results.write(place + [.number(score), .count(isAlarm ? 1 : 0)])
                drawn?.add(row, score: score, isAlarm: isAlarm)
            }
            waiting.removeAll(keepingCapacity: true)
        }
        while let row = try rows.next() {
            try Task.checkCancellation()
            waiting.append(row)
            progress.count()
            if waiting.count >= Self.block { try release() }
        }
        try release()
        progress.end()
        try results.finish()
        if let plot, let drawn { try FileBytes.write(Array(drawn.text().utf8), to: plot, mode: 0o644) }
    }
}

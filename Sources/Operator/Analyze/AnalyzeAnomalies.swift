internal import AnalyticsAnomaly
internal import ArgumentParser
internal import Runtime
internal import Telemetry

/// The command `millwright analyze anomalies`.
struct AnalyzeAnomalies: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "anomalies",
        abstract:
            "Scores each row of a CSV file as a gateway would have scored it, and says where it would have alarmed.",
        discussion: """
            millwright analyze anomalies pump.csv --time datetime --columns power,temperature --output found.csv \\
                --plot found.svg
            Rows are scored in order, each before it is learned. The separator and the format of the times are found
            out; empty fields are missing values. The result has for each row the score (0 to 1: at most the part
            1 − score of normal rows score higher), whether it alarms, and why: the metric, what was expected of it,
            how many usual distances it is off, since when, and what is most surprising (a metric by itself, the
            metrics together, or the row to the forest that `analyze forest fit` learned from other rows).
            """)

    @Argument(help: "The file, its first line naming the columns.", completion: .file(extensions: ["csv"]))
    var file: String
    @Option(help: "The column of the time.") var time: String
    @Option(help: "How times are written: \(CSVTime.allCases.map(\.rawValue).joined(separator: ", ")).")
    var timeFormat: CSVTime?
    @Option(help: "The metrics, separated by commas; else every column that holds numbers.") var columns: String?
    @Option(help: "Says that the first so many rows are normal.") var train = 0
    @Option(help: "The part of normal rows that may alarm.") var alarmRate = MachineDetectorOptions.alarmRateUsual
    @Option(help: "An isolation forest to look at the rows too.", completion: .file()) var forest: String?
    @Option(help: "A file that ends in .csv or .json; csv or json alone for standard output.") var output = "csv"
    @Option(help: "An SVG file to draw it into.", completion: .file(extensions: ["svg"])) var plot: String?

    func validate() throws {
        if train < 0 { throw ValidationError("--train is 0 or more.") }
        if !(alarmRate > 0 && alarmRate <= 0.5) { throw ValidationError("--alarm-rate is above 0, to 0.5.") }
    }

    func run() async throws {
        let command = self
        try await Reporting.run { try await Interruption.cancels { try command.analyze() } }
    }

    private func analyze() throws {
        let rows = try NumberRows(file: file, time: time, format: timeFormat, columns: columns.map(ColumnNames.split))
        guard rows.columns.count <= MachineDetector.metricsMax else {
            throw CommandFailure(
                "OPTION_INVALID", "\(rows.columns.count) columns; at most \(MachineDetector.metricsMax) at once",
                field: "--columns")
        }
        var detector = MachineDetector(
            metrics: rows.columns.count, options: MachineDetectorOptions(alarmRate: alarmRate, training: train))
        var beside = try forest.map { try ForestBeside(file: $0, columns: rows.columns) }
        let results = try ResultRows(
            output: output,
            columns: ["row", "time", "score", "alarm", "metric", "expected", "distance", "since", "view"])
        var drawn = AnomalyPlot(
            title: file.split(separator: "/").last.map(String.init) ?? file, columns: rows.columns,
            threshold: 1 - alarmRate)
        var progress = AnalyzeProgress()
        var alarms = 0
        while let row = try rows.next() {
            try Task.checkCancellation()
            var verdict = detector.score(row.values, at: row.time, forest: beside?.judge(row.values))
            if let beside { verdict = beside.explain(verdict) }
            try results.write(Self.fields(row, verdict, rows.columns))
            if plot != nil { drawn.add(row.values, at: row.time, score: verdict.score, isAlarm: verdict.isAlarm) }
            alarms += verdict.isAlarm ? 1 : 0
            progress.count()
        }
        progress.end()
        try results.finish()
        if let plot { try FileBytes.write(Array(drawn.text().utf8), to: plot, mode: 0o644) }
        Terminal.say("\(alarms) rows of \(file) alarm")
    }

    private static func fields(
        _ row: NumberRows.Row, _ verdict: MachineVerdict, _ columns: [String]
    ) -> [ResultField] {
        [
            .count(row.index), .text(row.time.rfc3339), .number(verdict.score), .count(verdict.isAlarm ? 1 : 0),
            verdict.metric.map { .text(columns[$0]) } ?? .missing, verdict.expected.map { .number($0) } ?? .missing,
            verdict.distance.map { .number($0) } ?? .missing, verdict.since.map { .text($0.rfc3339) } ?? .missing,
            verdict.view.map { .text($0.rawValue) } ?? .missing,
        ]
    }
}

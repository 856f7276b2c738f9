internal import AnalyticsLifetime
internal import ArgumentParser
internal import Runtime
internal import Telemetry

/// The command `millwright analyze rul predict`.
struct LifetimePredict: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "predict",
        abstract: "Says how long the units of a CSV file will still run.",
        discussion: """
            millwright analyze rul predict running.csv --model engine.rul --output left.csv
            One row a unit: cycles left after its last one, a band in which four of five truths lie, and its health (1
            as good as new, 0 at the end). The model's cap stands for it and all that is longer. --plot draws the units
            by what is left to them, and how it went for those that have least.
            """)

    @Argument(
        help: "The file, with the columns that the model was learned from.", completion: .file(extensions: ["csv"]))
    var file: String
    @Option(help: "What `rul fit` wrote.", completion: .file()) var model: String
    @Option(help: "A file that ends in .csv or .json; csv or json alone for standard output.") var output = "csv"
    @Option(help: "An SVG file to draw it into.", completion: .file(extensions: ["svg"])) var plot: String?

    func run() async throws {
        let command = self
        try await Reporting.run { try await Interruption.cancels { try command.predict() } }
    }

    private func predict() throws {
        let learned = try read()
        let rows = try LifetimeRows(
            file: file, unit: learned.unitColumn, cycle: learned.cycleColumn, sensors: learned.sensors)
        let results = try ResultRows(output: output, columns: ["unit", "rul", "lo80", "hi80", "health"])
        var drawn: [LifetimePlot.Unit] = []
        for (name, unit) in zip(rows.names, rows.units) {
            try Task.checkCancellation()
            let found = learned.estimate(unit)
            if plot != nil { drawn.append(LifetimePlot.Unit(name: name, history: unit, estimate: found)) }
            try results.write([
                .text(name), .number(found.remaining), .number(found.low), .number(found.high), .number(found.health),
            ])
        }
        try results.finish()
        if let plot {
            let title = file.split(separator: "/").last.map(String.init) ?? file
            let drawing = LifetimePlot(title: title, model: learned, units: drawn)
            try FileBytes.write(Array(drawing.text().utf8), to: plot, mode: 0o644)
        }
    }

    private func read() throws -> LifetimeModel {
        let bytes = try FileBytes.read(model, limit: LifetimeLimits.bytesMax) ?? []
        do throws(SnapshotError) {
            return try LifetimeModel(snapshot: bytes)
        } catch {
            throw CommandFailure("MODEL_INVALID", "\(model): is no model of remaining life of this version (\(error))")
        }
    }
}

internal import AnalyticsTwin
internal import ArgumentParser
internal import DeviceProfiles
internal import Runtime
internal import Telemetry

/// The command `millwright analyze twin`.
struct AnalyzeTwin: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "twin",
        abstract: "Calibrates a machine's twin on a CSV file, says how far each row is from it, and tries scenarios.",
        discussion: """
            millwright analyze twin pump.csv --time ts --power kw --temperature bearing --vibration rms \\
                --profile firmware-profiles/pump.yaml --output twin.csv --plot twin.svg
            millwright analyze twin pump.csv --time ts --power kw --temperature bearing \\
                --scenario heavy_load --hours 720 --output next.csv --plot next.svg
            The result has for each row what the twin expected, with a band of 80 %, how far the measurement is from
            it, how good such predictions were in the last day, health and remaining hours. With --scenario it is what
            becomes of a machine like this one from the file's end on: medians and bands of 80 %. What was calibrated,
            and what to do, is said on standard error.
            """)

    @Argument(help: "The file, its first line naming the columns.", completion: .file(extensions: ["csv"]))
    var file: String
    @Option(help: "The column of the time.") var time: String
    @Option(help: "How times are written: \(CSVTime.allCases.map(\.rawValue).joined(separator: ", ")).")
    var timeFormat: CSVTime?
    @Option(help: "The column of the power, kW.") var power: String
    @Option(help: "The column of the temperature, °C.") var temperature: String?
    @Option(help: "The column of the vibration, mm/s.") var vibration: String?
    @Option(help: "The firmware profile whose twin it begins with.", completion: .file(extensions: ["yaml"]))
    var profile: String?
    @Option(help: "kW on the machine's plate, instead of the profile's.") var ratedPower: Double?
    @Option(help: "Hours that the machine had run before the file begins.") var age = 0.0
    @OptionGroup(title: "Scenario") var scenario: ScenarioChoice
    @Option(help: "A file that ends in .csv or .json; csv or json alone for standard output.") var output = "csv"
    @Option(help: "An SVG file to draw it into.", completion: .file(extensions: ["svg"])) var plot: String?

    func validate() throws {
        if let ratedPower, !(1e-6...1e6).contains(ratedPower) {
            throw ValidationError("--rated-power is 0.000001 to 1000000 kW.")
        }
        if !(0...1e6).contains(age) { throw ValidationError("--age is 0 to 1000000 hours.") }
        try scenario.check()
    }

    func run() async throws {
        let command = self
        try await Reporting.run { try await Interruption.cancels { try command.analyze() } }
    }

    private func analyze() throws {
        let parameters = try readParameters()
        let conditions = try scenario.conditions(ratedPower: parameters.ratedPower)
        let rows = try TwinRows(
            file: file, time: time, format: timeFormat,
            columns: [("--power", power), ("--temperature", temperature), ("--vibration", vibration)])
        var twin = CalibratedTwin(
            parameters: parameters, state: TwinState(temperature: parameters.ambient, hours: age))
        let results = try conditions == nil ? TwinResults(output: output, rows: rows) : nil
        var drawn = conditions == nil && plot != nil ? TwinPlot(title: title, rows: rows) : nil
        var summary = TwinSummary(file: file, profile: parameters)
        var progress = AnalyzeProgress()
        while let row = try rows.next() {
            try Task.checkCancellation()
            let isNew = twin.twin.state.time.map { row.time >= $0 } ?? true
            twin.step(
                power: row.power, at: row.time, measuredTemperature: row.temperature, measuredVibration: row.vibration)
            summary.count(row, twin, isNew: isNew)
            if isNew {
                try results?.write(row, twin)
                drawn?.add(row, twin)
            }
            progress.count()
        }
        progress.end()
        try results?.finish()
        if let plot, let drawn { try FileBytes.write(Array(drawn.text().utf8), to: plot, mode: 0o644) }
        for line in summary.lines(twin) { Terminal.say(line) }
        if let conditions { try tell(twin, conditions) }
    }

    private var title: String { file.split(separator: "/").last.map(String.init) ?? file }

    private func readParameters() throws -> TwinParameters {
        var parameters = TwinParameters()
        if let profile {
            let read = try ProfileReader.read(file: profile)
            guard let twin = read.twin else {
                throw CommandFailure("PROFILE_WITHOUT_TWIN", "\(profile): has no `twin`", field: "--profile")
            }
            parameters = twin
        }
        if let ratedPower { parameters.ratedPower = ratedPower }
        return parameters
    }

    /// Runs the scenario from the file's end on, writes it, draws it and says what to do.
    private func tell(_ twin: CalibratedTwin, _ conditions: ScenarioConditions) throws {
        let start = twin.twin.state.time ?? Timestamp(seconds: 0)
        var conditions = conditions
        conditions.load = conditions.load.beginning(at: Double(start.microseconds) / 3.6e9)
        let forecast: ScenarioForecast
        var progress = AnalyzeProgress()
        do throws(ScenarioError) {
            forecast = try twin.run(conditions, options: scenario.options) {
                progress.show("\(scenario.options.paths) paths", done: $0, of: $1)
            }
            progress.end()
        } catch {
            throw ScenarioChoice.failure(error)
        }
        try ScenarioResults.write(forecast, from: start, to: output)
        if let plot {
            let drawn = ScenarioPlot(
                title: "\(title): \(scenario.scenario ?? "")", parameters: twin.profile, forecast: forecast)
            try FileBytes.write(Array(drawn.text().utf8), to: plot, mode: 0o644)
        }
        for advice in forecast.advice { Terminal.say("\(advice.code.rawValue): \(advice.text)") }
    }
}

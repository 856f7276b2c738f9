internal import AnalyticsEnergy
internal import AnalyticsForecast
internal import ArgumentParser
internal import Runtime
internal import Telemetry

/// The command `millwright analyze energy`.
struct AnalyzeEnergy: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "energy",
        abstract: "Says where a machine could save energy, and plans its day or week by the tariff.",
        discussion: """
            millwright analyze energy press.csv --time time --power kw --temperature celsius --tariff tariff.yaml \\
                --rated-power 22 --output plan.csv --plot plan.svg
            The newest whole day (or seven days) of the file is planned anew: the same kWh, within the machine's highest
            load and temperature, at the least cost of energy, starts and wear. Three schedules stand side by side: the
            one that was, the cheapest there is (dynamic programming), and the one of a policy that learns on the
            machine's twin, so that one sees how good the policy is. A tariff is a file:
                rate: 0.15
                periods:
                  - {days: weekdays, from: 17, to: 21, price: 0.34}
                  - {from: 23, to: 6, price: 0.08}
            Days are all, weekdays, weekend, saturday or sunday; hours are those of the wall clock.
            """)

    @Argument(help: "The file, its first line naming the columns.", completion: .file(extensions: ["csv"]))
    var file: String
    @Option(help: "The column of the time.") var time: String
    @Option(help: "How times are written: \(CSVTime.allCases.map(\.rawValue).joined(separator: ", ")).")
    var timeFormat: CSVTime?
    @Option(help: "The column of the power, in kW.") var power: String
    @Option(help: "The column of the machine's temperature, in °C; without it heat is left out.")
    var temperature: String?
    @Option(help: "A YAML or JSON file with prices by time of use.", completion: .file(extensions: ["yaml", "json"]))
    var tariff: String?
    @Option(help: "The price of a kWh at any time; \(Tariff.rateUsual) when there is no tariff either.")
    var rate: Double?
    @OptionGroup var machine: EnergyMachineOptions
    @Option(help: "What is planned: \(EnergyHorizon.allCases.map(\.rawValue).joined(separator: ", ")).")
    var horizon: EnergyHorizon = .day
    @Option(
        help:
            "Hours by which the factory's standard time is ahead of UTC, as 1 or +05:30; else the offset of each time.",
        transform: ZoneOption.minutes)
    var zone: Int?
    @Option(
        help: "Summer time for a file in UTC: \(DaylightSaving.allCases.map(\.rawValue).joined(separator: ", ")).",
        transform: Self.daylight)
    var daylight: DaylightSaving = .none
    @Option(help: "Another seed, another course of learning.") var seed: UInt64 = 1
    @Option(help: "A file that ends in .csv or .json; csv or json alone for standard output.") var output = "csv"
    @Option(help: "An SVG file to draw it into.", completion: .file(extensions: ["svg"])) var plot: String?

    func validate() throws {
        if tariff != nil, rate != nil { throw ValidationError("Give --tariff or --rate, not both.") }
    }

    func run() async throws {
        let command = self
        try await Reporting.run { try await Interruption.cancels { try command.analyze() } }
    }

    private func analyze() throws {
        let prices = try chosenTariff()
        let history = try read()
        let (described, notes) = machine.machine(history: history, hasTemperature: temperature != nil)
        EnergyReport.say(EnergyOpportunities(history.window, tariff: prices), readings: history.window.count)
        guard let found = horizon.newest(of: history.hours) else {
            throw CommandFailure("ENERGY_TOO_SHORT", "\(file): holds no whole \(horizon.rawValue) from midnight")
        }
        let hours = (0..<horizon.hours).map { found.start.advanced(seconds: 3_600 * Double($0)) }
        let costs = hours.map(prices.price(at:))
        let plan = try EnergyReport.told(file) { () throws(EnergyError) in
            try EnergyPlan(load: found.powers, prices: costs, machine: described, seed: seed)
        }
        let report = EnergyReport(plan: plan, hours: hours, prices: costs)
        try report.write(to: output)
        if let plot {
            let title = file.split(separator: "/").last.map(String.init) ?? file
            let drawing = EnergyPlot(title: "\(title): \(power)", report: report)
            try FileBytes.write(Array(drawing.text().utf8), to: plot, mode: 0o644)
        }
        report.say(notes: notes, filled: found.filled, machine: described)
    }

    private static func daylight(_ text: String) throws -> DaylightSaving {
        if let found = DaylightSaving(rawValue: text) { return found }
        throw ValidationError("\(text) is none of \(DaylightSaving.allCases.map(\.rawValue).joined(separator: ", ")).")
    }

    private func chosenTariff() throws -> Tariff {
        if let tariff { return try TariffReader.read(file: tariff) }
        do throws(TariffError) {
            return try Tariff(rate: rate ?? Tariff.rateUsual)
        } catch {
            throw CommandFailure("OPTION_INVALID", error.message, field: "--rate")
        }
    }

    private func read() throws -> EnergyHistory {
        let columns = [power] + (temperature.map { [$0] } ?? [])
        let option = temperature == nil ? "--power" : "--power or --temperature"
        let rows = try NumberRows(file: file, time: time, format: timeFormat, columns: columns, option: option)
        var history = EnergyHistory()
        let isClockSaid = zone != nil || daylight != .none
        var clock = WallClock(ForecastCalendar(zoneMinutes: zone ?? 0, daylight: daylight))
        var progress = AnalyzeProgress()
        while let row = try rows.next() {
            try Task.checkCancellation()
            // A time that names its offset says what its clock shows, in summer and in winter.
            let offset = isClockSaid ? nil : row.offsetSeconds
            let shown = offset.map { row.time.advanced(seconds: Double($0)) } ?? clock.shown(at: row.time)
            let reading = EnergyReading(
                time: shown, power: row.values[0],
                temperature: row.values.count > 1 ? row.values[1] : nil)
            do throws(ForecastError) {
                try history.add(reading)
            } catch {
                throw CommandFailure(
                    "ENERGY_TOO_LONG", "\(file):\(row.line): lies more than \(ForecastLimits.hoursMax) hours away")
            }
            progress.count()
        }
        progress.end()
        return history
    }
}

internal import AnalyticsForecast
internal import ArgumentParser
internal import Runtime
internal import Telemetry

/// The command `millwright analyze forecast`.
struct AnalyzeForecast: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "forecast",
        abstract: "Forecasts a load hour by hour, with bands, and says how good such forecasts were on its own past.",
        discussion: """
            millwright analyze forecast load.csv --time time --value kw --horizon 168 --levels 80,95 \\
                --output next.csv --plot next.svg
            Readings of any density are gathered to hours; hours without one are gaps, and a last hour that is not over
            is left out. Files that write the time of the wall clock need no more; for files in UTC, say the zone and
            when summer time holds, so that a day's shape does not move in spring. Where all times carry one offset
            (+01:00), that is the file's clock unless --zone says otherwise; results are in UTC then. Holidays are taken
            for something between a weekday and a Sunday, learned from the past ones.
            """)

    @Argument(help: "The file, its first line naming the columns.", completion: .file(extensions: ["csv"]))
    var file: String
    @Option(help: "The column of the time.") var time: String
    @Option(help: "How times are written: \(CSVTime.allCases.map(\.rawValue).joined(separator: ", ")).")
    var timeFormat: CSVTime?
    @Option(help: "The column of the load.") var value: String
    @Option(help: "Hours to forecast, at most \(ForecastLimits.horizonMax).") var horizon = 168
    @Option(help: "How many percent of the future shall lie within each band.") var levels = "80,95"
    @Option(
        help: "Hours by which the load's standard time is ahead of UTC, as 1 or +05:30; else the offset of all times.",
        transform: ZoneOption.minutes)
    var zone: Int?
    @Option(
        help: "Summer time for a file in UTC: \(DaylightSaving.allCases.map(\.rawValue).joined(separator: ", ")).",
        transform: Self.daylight)
    var daylight: DaylightSaving = .none
    @Option(help: "Holidays, past and coming: dates separated by commas, or a file with one a line.")
    var holidays: String?
    @Flag(help: "Adds what each value is made of: trend, daily, weekly, holiday, recent.") var parts = false
    @Option(help: "A file that ends in .csv or .json; csv or json alone for standard output.") var output = "csv"
    @Option(help: "An SVG file to draw it into.", completion: .file(extensions: ["svg"])) var plot: String?

    func run() async throws {
        let command = self
        try await Reporting.run { try await Interruption.cancels { try command.forecast() } }
    }

    private func forecast() throws {
        let percents = try ForecastLevels.percents(levels)
        let days = try holidays.map(HolidayDates.read) ?? []
        let (series, fileZone) = try read()
        let options = ForecastOptions(
            horizon: horizon, levels: percents.map { $0 / 100 },
            calendar: ForecastCalendar(zoneMinutes: zone ?? fileZone, daylight: daylight, holidays: days))
        let found = try told { () throws(ForecastError) in try LoadForecaster.forecast(series, options: options) }
        try write(found, percents)
        if let plot {
            let title = file.split(separator: "/").last.map(String.init) ?? file
            let drawn = ForecastPlot(
                title: "\(title): \(value)", past: series.latest(max(336, min(2 * horizon, 1_488))), forecast: found)
            try FileBytes.write(Array(drawn.text().utf8), to: plot, mode: 0o644)
        }
        say(found, from: series)
    }

    private static func daylight(_ text: String) throws -> DaylightSaving {
        if let found = DaylightSaving(rawValue: text) { return found }
        throw ValidationError("\(text) is none of \(DaylightSaving.allCases.map(\.rawValue).joined(separator: ", ")).")
    }

    /// The hours that are over, and the minutes by which the clock of the file is ahead of UTC.
    private func read() throws -> (series: HourlySeries, zone: Int) {
        let rows = try NumberRows(file: file, time: time, format: timeFormat, columns: [value], option: "--value")
        var series = HourlySeries()
        var (last, clock) = (LastHour(), FileClock())
        var progress = AnalyzeProgress()
        while let row = try rows.next() {
            try Task.checkCancellation()
            try told { () throws(ForecastError) in try series.add(row.values[0], at: row.time) }
            if !row.values[0].isNaN { last.add(row.time) }
            clock.add(row.offsetSeconds)
            progress.count()
        }
        progress.end()
        if zone == nil, let note = clock.note { Terminal.say("\(file): \(note)") }
        if !last.isOver {
            let hour = series.end.advanced(seconds: -3_600)
            series.dropLast()
            Terminal.say("\(file): the hour from \(hour.rfc3339) is not over, and was left out")
        }
        return (series, clock.zoneMinutes ?? 0)
    }

    private func write(_ found: LoadForecast, _ percents: [Double]) throws {
        let names = percents.map(ForecastLevels.name)
        let results = try ResultRows(
            output: output,
            columns: ["time", "mean"] + names.flatMap { ["lo\($0)", "hi\($0)"] }
                + (parts ? ["trend", "daily", "weekly", "holiday", "recent"] : []))
        for point in found.points {
            var fields: [ResultField] = [.text(point.time.rfc3339), .number(point.mean)]
            for band in point.bands { fields += [.number(band.low), .number(band.high)] }
            if parts {
                let part = point.parts
                fields += [part.trend, part.daily, part.weekly, part.holiday, part.recent].map { .number($0) }
            }
            try results.write(fields)
        }
        try results.finish()
    }

    private func say(_ found: LoadForecast, from series: HourlySeries) {
        var text = "\(found.points.count) hours from \(series.end.rfc3339)"
        if let accuracy = found.accuracy {
            text += "; on its own past (\(accuracy.origins) days) off by \(PlotScale.short(accuracy.errorDay)) a day"
            text += " ahead, \(PlotScale.short(accuracy.errorWeek)) over the week"
            if let day = accuracy.mapeDay, let week = accuracy.mapeWeek {
                text += " (\(PlotScale.short(day)) % and \(PlotScale.short(week)) %)"
            }
        } else {
            text += "; the history is too short to say how good it is"
        }
        for change in found.changes {
            let sign = change.shift < 0 ? "down" : "up"
            text += "; level \(sign) by \(PlotScale.short(abs(change.shift))) about \(change.time.rfc3339.prefix(10))"
        }
        Terminal.say(text)
    }

    private func told<Result>(_ body: () throws(ForecastError) -> Result) throws -> Result {
        do throws(ForecastError) {
            return try body()
        } catch {
            switch error {
            case .tooShort(let hours):
                throw CommandFailure(
                    "FORECAST_TOO_SHORT",
                    "\(file): spans \(hours) hours; at least \(ForecastLimits.hoursMin) are needed")
            case .tooManyGaps(let known, let count):
                throw CommandFailure(
                    "FORECAST_TOO_MANY_GAPS", "\(file): only \(known) of \(count) hours have a value in \(value)")
            case .tooLong:
                throw CommandFailure(
                    "FORECAST_TOO_LONG", "\(file): its times span more than \(ForecastLimits.hoursMax) hours")
            case .outOfRange(let name, let range):
                throw CommandFailure("OPTION_INVALID", "is \(range)", field: "--\(name)")
            }
        }
    }
}

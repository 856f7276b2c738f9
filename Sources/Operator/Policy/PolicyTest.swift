internal import AgentAutonomy
internal import ArgumentParser
internal import DeviceProfiles
internal import Runtime
internal import Settings
internal import Telemetry

/// The command `millwright policy test FILE --against data.csv`.
struct PolicyTest: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Says what a profile's rules would have done on recorded data.",
        discussion: """
            millwright policy test firmware-profiles/pump.yaml --against march.csv --time datetime --output would.csv
            The rows go through what watches over the machine on a gateway, in the time that the file says; columns go
            to the metrics of their names, others are left out. Each decision is a row of the result: when, by which
            rule, on which values, what it would have done, and why not. A machine that is taken out of service is
            put back by a person after --return-after, because the recorded machine went on. Rules that look at the
            machine's forest need --forest, and it says nothing before it has seen some hundred rows. Standard error
            has the sum.
            """)

    @Argument(help: "The firmware profile with the rules.", completion: .file(extensions: ["yaml"])) var file: String
    @Option(help: "The recorded data, its first line naming the columns.", completion: .file(extensions: ["csv"]))
    var against: String
    @Option(help: "The column of the time; else the first whose name says so.") var time: String?
    @Option(help: "How times are written: \(CSVTime.allCases.map(\.rawValue).joined(separator: ", ")).")
    var timeFormat: CSVTime?
    @Option(help: "The column that names the machine, where the file has several.") var machineColumn: String?
    @Option(help: "How often the file has readings, in the place of the profile's intervals, as 10m.")
    var interval: String?
    @Option(help: "Whether the hub is there: there, away, or a column of 1 and 0.") var hub = "there"
    @Option(help: "The gateway's time zone for hours of the day: as +01:00.") var utcOffset = "+00:00"
    @Option(help: "How long after the agent took a machine out of service a person puts it back.")
    var returnAfter = "1h"
    @Option(help: "The isolation forest that the machine would run, as `analyze forest fit` wrote it.")
    var forest: String?
    @Flag(help: "As if a safety latch were set.") var latched = false
    @Option(help: "A file that ends in .csv or .json; csv or json alone for standard output.") var output = "csv"

    func validate() throws {
        if let interval, (TimeText.seconds(interval) ?? 0) <= 0 {
            throw ValidationError("--interval is as 10s or 10m.")
        }
        if TimeText.seconds(returnAfter) == nil { throw ValidationError("--return-after is as 30m or 1h.") }
        if UTCOffset.seconds(utcOffset) == nil { throw ValidationError("--utc-offset is as +01:00.") }
    }

    func run() async throws {
        let command = self
        try await Reporting.run {
            let profile = try ProfileReader.read(file: file)
            try await Interruption.cancels { try command.test(profile) }
        }
    }

    private func test(_ profile: FirmwareProfile) throws {
        let columns = try PolicyColumns(
            file: against, profile: profile, time: time, hub: ["there", "away"].contains(hub) ? nil : hub)
        let rows = try NumberRows(
            file: against, time: columns.time, format: timeFormat, columns: columns.names,
            label: machineColumn.map { ($0, "--machine-column") })
        let results = try ResultRows(output: output, columns: TriedDecision.columns)
        var trial = PolicyTrial(
            profile: profile.everyReading(in: interval.flatMap(TimeText.seconds)),
            options: PolicyTrial.Options(
                returnAfterSeconds: TimeText.seconds(returnAfter) ?? 3_600, isLatched: latched,
                utcOffsetSeconds: UTCOffset.seconds(utcOffset) ?? 0, isHubThere: hub != "away",
                forest: try forest.map(ForestFile.read)))
        var progress = AnalyzeProgress()
        while let row = try rows.next() {
            try Task.checkCancellation()
            let readings = columns.slots.compactMap { place, slot in
                row.values[place].isNaN ? nil : (slot: slot, value: row.values[place])
            }
            let hub = columns.hub.flatMap { row.values[$0].isNaN ? nil : row.values[$0] != 0 }
            for decision in try trial.take(readings, of: row.label, at: row.time, hub: hub) {
                try results.write(decision.fields)
            }
            progress.count()
        }
        for decision in trial.finish() { try results.write(decision.fields) }
        progress.end()
        try results.finish()
        if !columns.unused.isEmpty {
            let names = columns.unused.joined(separator: ", ")
            Terminal.say("left out, as no metric of \(profile.label) has the name: \(names)")
        }
        for line in trial.summary(isIntervalGiven: interval != nil) { Terminal.say(line) }
    }
}

extension FirmwareProfile {
    /// The same with readings so often as a file has them; nothing leaves it as it is.
    func everyReading(in seconds: Double?) -> FirmwareProfile {
        guard let seconds else { return self }
        var changed = self
        for index in changed.metrics.indices { changed.metrics[index].intervalSeconds = seconds }
        return changed
    }
}

internal import ArgumentParser
internal import MillwrightDevice
internal import Runtime
internal import Telemetry

/// The command `millwright device replay`.
struct DeviceReplay: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Plays a CSV file of real data at any speed.",
        discussion: """
            millwright device replay data.csv --map P_kW=north/pump-1/power:kW --map T=north/pump-1/temperature:Cel
            millwright device replay data.csv --machine north/pump-1 --speed 60
            The separator and the format of the times are found out; empty fields make no message. Ends with status 1
            when something was not acknowledged.
            """)

    @OptionGroup(title: "Broker") var broker: BrokerOptions
    @Argument(help: "The file, its first line naming the columns.", completion: .file(extensions: ["csv"]))
    var file: String
    @Option(help: "COLUMN=FACTORY/MACHINE/METRIC[:UNIT], or COLUMN=topic:TOPIC; once for each column.")
    var map: [String] = []
    @Option(help: "FACTORY/MACHINE that gets every column as a metric of the column's name.") var machine: String?
    @Option(help: "The column of the time; found by its name when not given.") var timeColumn: String?
    @Option(help: "How times are written: \(CSVTime.allCases.map(\.rawValue).joined(separator: ", ")).")
    var timeFormat: CSVTime?
    @Option(help: "How fast: 1 is as it was, 60 a minute in a second, or max.") var speed = "1"
    @Option(help: "How often; each time goes on where the last one ended.") var loops = 1
    @Flag(help: "Give readings the moment of sending instead of the file's time.") var now = false

    func validate() throws {
        if map.isEmpty == (machine == nil) { throw ValidationError("Give --map for each column, or --machine.") }
        if let machine, MachineKey(machine) == nil { throw ValidationError("--machine is FACTORY/MACHINE.") }
        if speed != "max", !((Double(speed) ?? 0) > 0) { throw ValidationError("--speed is above 0, or max.") }
        if loops < 1 { throw ValidationError("--loops is 1 or more.") }
    }

    func run() async throws {
        let command = self
        try await Reporting.run { try await Interruption.cancels { try await command.replay() } }
    }

    private func replay() async throws {
        let plan = try plan(now: SystemClock().now())
        let publisher = try await broker.publisher()
        let clock = SystemClock()
        let began = clock.uptime()
        var run = ReplayRun(speed: Double(speed), loops: loops, stampsNow: now)
        try await run.play(file, plan, to: publisher)
        await publisher.stop(within: 30)
        Terminal.say(
            "\(run.rows) rows of \(file), \(run.unreadable) fields are no number, \(run.timeless) rows without a time")
        try Reporting.close(
            publisher.counters, badLines: run.timeless, seconds: clock.uptime().seconds(since: began))
    }

    /// Looks at the header and the first rows.
    private func plan(now: Timestamp) throws -> ReplayPlan {
        let table = try CSVRows(file: file)
        let column = try ReplayPlan.timeColumn(timeColumn, in: table.header)
        var samples: [[String]] = []
        while samples.count < 50, let row = try table.next() { samples.append(row) }
        let times = samples.compactMap { column < $0.count ? $0[column] : nil }
        let found = timeFormat == nil ? CSVTimeFound(times) : nil
        if let note = found?.note { Terminal.say("\(file): \(note)") }
        guard let format = timeFormat ?? found?.format else {
            throw CommandFailure(
                "TIME_FORMAT_UNKNOWN",
                "the times of \(table.header[column]) are written in no known way; give --time-format")
        }
        let mappings =
            try machine.flatMap { MachineKey($0) }.map {
                ReplayMapping.all(of: table.header, except: column, to: $0, samples: samples)
            } ?? map.map { try ReplayMapping($0) }
        return ReplayPlan(
            timeColumn: column, format: format, columns: try ReplayPlan.columns(mappings, in: table.header),
            qos: broker.quality, start: now)
    }
}

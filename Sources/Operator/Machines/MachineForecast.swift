internal import ArgumentParser
internal import MillwrightDevice
internal import Runtime
internal import Telemetry

/// The command `millwright machine forecast`.
struct MachineForecast: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "forecast",
        abstract: "Says what a metric of a machine will be, day by day, and how far such forecasts were off before.",
        discussion: """
            The hub learns from the machine's hours; two weeks of them are needed. With --output json every hour is
            told, with its interval of 95 % and what it is made of.
            """)

    @OptionGroup(title: "Where") var options: ClientOptions
    @Argument(help: "The machine: its id, name, or FACTORY/NAME.") var machine: String
    @Option(help: "How many days, 1 to 31.") var days = 7
    @Option(help: "Which metric.") var metric = "power"
    @Option(help: "table or json.") var output = OutputForm.table

    func validate() throws {
        if !(1...31).contains(days) { throw ValidationError("--days is 1 to 31.") }
    }

    func run() async throws {
        try await Reporting.run {
            let client = try options.client()
            let found = try await MachineDirectory(client: client).find(machine)
            let answer = try await client.call(
                .post, "/api/ai/forecast",
                body: .object([
                    "machineId": .string(found.id), "metric": .string(metric), "days": .number(Double(days)),
                ]))
            if output == .json { return print(answer.data.pretty) }
            ForecastText.lines(answer.data, name: found.name, on: .output).forEach { print($0) }
        }
    }
}

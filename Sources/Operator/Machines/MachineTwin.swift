internal import ArgumentParser
internal import MillwrightDevice
internal import Runtime

/// The command `millwright machine twin`.
struct MachineTwin: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "twin",
        abstract: "Shows how a machine stands by its twin; with --scenario what would become of it. Nothing is sent.",
        discussion: """
            millwright machine twin north/pump-1
            millwright machine twin north/pump-1 --scenario overheated --hours 720
            On a gateway its agent answers by the twin that is calibrated there, also without the hub (--agent).
            """)

    @OptionGroup(title: "Where") var options: ClientOptions
    @Argument(help: "The machine: its id, name, or FACTORY/NAME.") var machine: String
    @Option(help: "normal, heavy_load, overheated or worn_bearings.") var scenario: String?
    @Option(help: "How many hours of it.") var hours = 720.0
    @Option(help: "kW on the plate; else at the hub the highest of the last days, at an agent the profile's.")
    var ratedPower: Double?
    @Option(help: "table or json.") var output = OutputForm.table

    func validate() throws {
        if !(1...20_000).contains(hours) { throw ValidationError("--hours is 1 to 20000.") }
    }

    func run() async throws {
        try await Reporting.run {
            let client = try options.client()
            let found = try await MachineDirectory(client: client).find(machine)
            let path = "/api/machines/\(PercentText.escaped(found.id))/twin"
            guard let scenario else {
                let report = try await client.call(.get, path).data
                if output == .json { return print(report.pretty) }
                return TwinText.lines(report, name: found.name, on: .output).forEach { print($0) }
            }
            var body: [String: JSONValue] = ["scenario": .string(scenario), "hours": .number(hours)]
            if let ratedPower { body["overrides"] = .object(["ratedPower": .number(ratedPower)]) }
            let outcome = try await client.call(.post, path + "/scenario", body: .object(body)).data
            if output == .json { return print(outcome.pretty) }
            TwinText.lines(scenario: outcome, name: found.name, on: .output).forEach { print($0) }
        }
    }
}

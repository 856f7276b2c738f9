internal import ArgumentParser
internal import MillwrightDevice
internal import Runtime
internal import Telemetry

/// The command `millwright machine show`.
struct MachineShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Shows the fields of a machine with what holds, who wrote them, and its latches."
    )

    @OptionGroup(title: "Where") var options: ClientOptions
    @Argument(help: "The machine: its id, name, or FACTORY/NAME.") var machine: String
    @Option(help: "table or json.") var output = OutputForm.table

    func run() async throws {
        try await Reporting.run {
            let client = try options.client()
            let found = try await MachineDirectory(client: client).find(machine)
            let document = try await MachineDocument(client: client, machine: found).read()
            if output == .json { return print(document.pretty) }
            MachineText.lines(document, name: found.name, now: SystemClock().now(), on: .output).forEach { print($0) }
        }
    }
}

internal import ArgumentParser
internal import MillwrightDevice
internal import Runtime

/// The command `millwright machine rule off`.
struct MachineRuleOff: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "off", abstract: "Switches a rule of a machine's profile off, for this machine alone.")

    @OptionGroup(title: "Where") var options: ClientOptions
    @Argument(help: "The machine: its id, name, or FACTORY/NAME.") var machine: String
    @Argument(help: "The rule's name.") var name: String
    @Option(help: "Why, for those who look later.") var reason: String

    func run() async throws {
        try await Reporting.run {
            let client = try options.client()
            let found = try await MachineDirectory(client: client).find(machine)
            _ = try await MachineDocument(client: client, machine: found).change(
                ["rule.\(name)": .bool(false)], reason: reason)
            print(Screen.plain("\(found.name): \(name) is off"))
        }
    }
}

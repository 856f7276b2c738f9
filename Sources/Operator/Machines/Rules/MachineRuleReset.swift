internal import ArgumentParser
internal import MillwrightDevice
internal import Runtime

/// The command `millwright machine rule reset`.
struct MachineRuleReset: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reset",
        abstract: "Takes a rule away that a machine was given; the profile's holds again, if it has one.")

    @OptionGroup(title: "Where") var options: ClientOptions
    @Argument(help: "The machine: its id, name, or FACTORY/NAME.") var machine: String
    @Argument(help: "The rule's name.") var name: String
    @Option(help: "Why, for those who look later.") var reason: String?

    func run() async throws {
        try await Reporting.run {
            let client = try options.client()
            let found = try await MachineDirectory(client: client).find(machine)
            let document = MachineDocument(client: client, machine: found)
            let rules = ToldRule.all(of: try await document.read())
            guard rules.contains(where: { $0.name == name }) else {
                return print(Screen.plain("\(found.name) was not given a rule \(name); nothing changes"))
            }
            _ = try await document.change(["rule.\(name)": .null], reason: reason)
            print(Screen.plain("\(found.name): \(name) is the profile's again, if it has one"))
        }
    }
}

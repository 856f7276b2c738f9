internal import ArgumentParser
internal import MillwrightDevice
internal import Runtime

/// The command `millwright machine latch`.
struct MachineLatch: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "latch",
        abstract: "Sets a latch: the machine does not start until somebody who has seen it clears it.")

    @OptionGroup(title: "Where") var options: ClientOptions
    @Argument(help: "The machine: its id, name, or FACTORY/NAME.") var machine: String
    @Argument(help: "emergency-stop, lockout or maintenance-hold.") var latch: String
    @Option(help: "Why, for those who look later.") var reason: String

    func run() async throws {
        try await Reporting.run {
            let client = try options.client()
            let found = try await MachineDirectory(client: client).find(machine)
            _ = try await MachineDocument(client: client, machine: found).change(
                ["latch.\(latch)": .bool(true)], reason: reason)
            print("\(found.name): \(latch) is set")
        }
    }
}

internal import ArgumentParser
internal import Runtime

/// The command `millwright machine forest withdraw`.
struct MachineForestWithdraw: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "withdraw", abstract: "Has the machine's agent run no forest; the versions are kept at the hub.")

    @OptionGroup(title: "Where") var options: ClientOptions
    @Argument(help: "The machine: its id, name, or FACTORY/NAME.") var machine: String

    func run() async throws {
        try await Reporting.run {
            let forest = try await MachineForest.of(machine, options)
            _ = try await forest.call(.delete)
            print("\(forest.machine.name): the forest is withdrawn")
        }
    }
}

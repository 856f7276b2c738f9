internal import ArgumentParser
internal import MillwrightDevice
internal import Runtime

/// The command `millwright machine forest deploy`.
struct MachineForestDeploy: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "deploy", abstract: "Has the machine's agent run a version of its forest, as an earlier one.")

    @OptionGroup(title: "Where") var options: ClientOptions
    @Argument(help: "The machine: its id, name, or FACTORY/NAME.") var machine: String
    @Argument(help: "The version, as `show` numbers them.") var version: Int

    func run() async throws {
        try await Reporting.run {
            let forest = try await MachineForest.of(machine, options)
            print(forest.line(try await forest.call(.post, "/\(version)/deploy", body: .object([:]))))
        }
    }
}

internal import ArgumentParser
internal import Settings

/// Shows what the hub would run with.
struct ConfigCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "The settings as the hub would run with them.",
        subcommands: [ConfigViewCommand.self])
}

/// Prints each setting; secrets are not shown.
struct ConfigViewCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "view", abstract: "Print each setting.")

    @OptionGroup var options: ConfigOptions

    @Flag(help: "Say where each value comes from.")
    var showOrigin = false

    func run() async throws {
        for report in try options.load().reports {
            print(
                showOrigin ? "\(report.key): \(report.value)    # \(report.origin)" : "\(report.key): \(report.value)")
        }
    }
}

internal import ArgumentParser
internal import Settings

/// `millwright-agent config view`: what the settings are, and where each came from.
struct ConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "Look at the settings.", subcommands: [View.self])

    struct View: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "view", abstract: "Print every setting; secrets are not shown.")

        @OptionGroup var options: ConfigurationOption

        @Flag(help: "Say where each value came from.")
        var showOrigin = false

        func run() throws {
            let reports = options.load().reports
            print(
                Console.table(
                    reports.map { report in
                        showOrigin
                            ? [report.key, report.value, report.origin.description] : [report.key, report.value]
                    }))
        }
    }
}

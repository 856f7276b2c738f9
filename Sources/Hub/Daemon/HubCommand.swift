internal import ArgumentParser

/// The hub's command line.
@main
struct HubCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "millwright-hub", abstract: "Takes the agents' rounds, keeps them, serves API and console.",
        subcommands: [
            ServeCommand.self, MigrateCommand.self, AuthorityCommand.self, DoctorCommand.self, ConfigCommand.self,
        ])
}

internal import ArgumentParser
internal import HubStore
internal import Logging
internal import Settings

/// Brings the schema up to date.
struct MigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate", abstract: "Bring the schema and the plans up to date.")

    @OptionGroup var options: ConfigOptions

    func run() async throws {
        let settings = try options.load()
        do {
            let plans = try PlansFile.load(settings.plansFile)
            let migrator = SchemaMigrator(settings.database.options, logger: HubLogging.make(settings))
            let applied = try migrator.migrate()
            try migrator.store(plans: plans)
            let state = try migrator.state()
            print("Schema \(state.database): \(applied.count) steps applied, \(plans.count) plans.")
        } catch {
            Terminal.complain("\(error)")
            throw ExitCode(error is ConfigurationMistakes ? ConfigurationMistakes.exitStatus : 1)
        }
    }
}

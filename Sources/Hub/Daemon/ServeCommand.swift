internal import ArgumentParser
internal import FoundationEssentials
internal import Logging
internal import Settings

/// Serves until it is told to stop.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Serve API, console, live screens and agents.")

    @OptionGroup var options: ConfigOptions

    func run() async throws {
        let settings = try options.load()
        let logger = HubLogging.make(settings)
        let notifier = SystemdNotifier(socketPath: ProcessInfo.processInfo.environment["NOTIFY_SOCKET"])
        do {
            try await HubProgram(settings: settings, logger: logger, notifier: notifier).run()
        } catch let mistakes as ConfigurationMistakes {
            Terminal.complain("\(mistakes)\n\(mistakes.code): \(mistakes.message)")
            throw ExitCode(ConfigurationMistakes.exitStatus)
        } catch {
            logger.critical("the hub ended", metadata: ["error": "\(error)"])
            throw ExitCode(1)
        }
    }
}

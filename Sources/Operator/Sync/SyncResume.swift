internal import ArgumentParser
internal import Runtime

/// The command `millwright sync resume`.
struct SyncResume: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "resume", abstract: "On a gateway: lets rounds go on.")

    @OptionGroup(title: "Where") var options: ClientOptions

    func run() async throws {
        try await Reporting.run { try await SyncOrder(client: options.client()).give("resume") }
    }
}

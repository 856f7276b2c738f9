internal import ArgumentParser
internal import Runtime

/// The command `millwright sync now`.
struct SyncNow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "now", abstract: "On a gateway: makes a round now instead of at the next pace.")

    @OptionGroup(title: "Where") var options: ClientOptions

    func run() async throws {
        try await Reporting.run { try await SyncOrder(client: options.client()).give("now") }
    }
}

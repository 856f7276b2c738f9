internal import ArgumentParser
internal import Runtime

/// The command `millwright sync pause`.
struct SyncPause: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pause", abstract: "On a gateway: stops rounds; the agent goes on collecting and acting.")

    @OptionGroup(title: "Where") var options: ClientOptions

    func run() async throws {
        try await Reporting.run { try await SyncOrder(client: options.client()).give("pause") }
    }
}

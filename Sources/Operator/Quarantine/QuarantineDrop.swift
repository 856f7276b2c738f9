internal import ArgumentParser
internal import Runtime

/// The command `millwright quarantine drop`.
struct QuarantineDrop: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drop", abstract: "Deletes records for good.",
        discussion: "Readings of a segment that is dropped are shown as missing from then on.")

    @OptionGroup(title: "Hub or agent") var options: ClientOptions
    @Argument(help: "Their numbers in the list.") var ids: [Int64]

    func run() async throws {
        try await Reporting.run {
            let client = try options.client()
            for id in ids {
                _ = try await client.call(.delete, QuarantinePath.one(id, client.target))
                print("\(id): dropped")
            }
        }
    }
}

internal import ArgumentParser
internal import Runtime

/// The command `millwright conflicts claim`.
struct ConflictsClaim: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "claim", abstract: "Tells the others that you have a conflict in hand.")

    @OptionGroup(title: "Where") var options: ClientOptions
    @Argument(help: "The conflict, or the beginning of its id.") var id: String

    func run() async throws {
        try await Reporting.run {
            let desk = ConflictDesk(client: try options.client())
            let conflict = try await desk.find(id, now: SystemClock().now())
            let claimed = try await desk.post("claim", to: conflict.id)
            print(
                "\(conflict.shortID) \((claimed ?? conflict).holder.isEmpty ? "claimed" : (claimed ?? conflict).holder)"
            )
        }
    }
}

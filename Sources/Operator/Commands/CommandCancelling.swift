internal import ArgumentParser
internal import MillwrightDevice
internal import Runtime

/// The command `millwright command cancel`.
struct CommandCancelling: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cancel",
        abstract: "Takes a command back; one that has gone to the device is not stopped by it.",
        discussion: "Ends with 1 when the command is over already, whatever became of it but that it was cancelled.")

    @OptionGroup(title: "Where") var options: ClientOptions
    @Argument(help: "The command's id, or a beginning of it that only one has.") var id: String
    @Option(help: "Why, for those who look later.") var reason: String?

    func run() async throws {
        try await Reporting.run {
            let desk = try CommandDesk.ofHub(options)
            let whole = try await desk.wholeID(id)
            let after = try await desk.cancel(whole, reason: reason)
            guard after.isCancelled || !after.isEnded else {
                throw CommandFailure(
                    "COMMAND_ENDED", "\(whole) is over and could not be cancelled: \(Screen.line(after.outcome))")
            }
            let state = after.isEnded ? after.outcome : "\(after.state); the agent is told to leave it"
            print("\(whole) \(Screen.line(state))")
        }
    }
}

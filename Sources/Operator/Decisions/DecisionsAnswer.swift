internal import ArgumentParser
internal import MillwrightDevice
internal import Runtime
internal import Telemetry

/// The command `millwright decisions answer`.
struct DecisionsAnswer: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "answer",
        abstract: "Answers a decision that asks whether to act.",
        discussion: """
            answer 019a1b2c allow
            answer 019a1b2c refuse --reason "two people are at the machine"
            The agent hears it with its next round, and asks latch, limits, hours and envelope once more. Without an
            answer in time it decides by itself.
            """)

    /// What a person may say to a question.
    enum Word: String, ExpressibleByArgument, CaseIterable {
        case allow, refuse
    }

    @OptionGroup(title: "Where") var options: ClientOptions
    @Argument(help: "The decision's id, or its beginning.") var id: String
    @Argument(help: "allow or refuse.") var word: Word
    @Option(help: "Why, for those who look later.") var reason: String?

    func run() async throws {
        try await Reporting.run {
            let client = try options.client()
            let decision = try await ToldDecision.find(id, in: client)
            let until = try decision.openUntil(SystemClock().now())
            let found = try await MachineDirectory(client: client).find(decision.machineKey)
            _ = try await MachineDocument(client: client, machine: found).change(
                ["answer": .string("\(word.rawValue) \(decision.id)")], reason: reason)
            print("\(found.name): \(word.rawValue) is on its way; the agent waits until \(TimeText.moment(until)).")
        }
    }
}

internal import ArgumentParser
internal import MillwrightDevice
internal import Runtime

/// The command `millwright agent enrol`.
struct AgentEnrol: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "enrol",
        abstract: "Makes a token that enrols one agent, once, and says what to run on its gateway.")

    @OptionGroup(title: "Where") var options: ClientOptions
    @Argument(help: "What the agent is called.") var name: String
    @Option(help: "How long the token holds, as 30m or 1d; else as long as the hub has it.") var validFor: String?
    @Option(help: "A file for the token, readable by you alone, instead of the screen.") var writeToken: String?

    func validate() throws {
        if let validFor, minutes(validFor) == nil {
            throw ValidationError("--valid-for is a time of one minute to seven days, as 30m or 1d.")
        }
    }

    func run() async throws {
        try await Reporting.run {
            let client = try options.client()
            var body: [String: JSONValue] = ["name": .string(name)]
            if let minutes = validFor.flatMap(minutes) { body["expiresInMinutes"] = .number(Double(minutes)) }
            let made = try await client.call(.post, "/api/agents/enrolments", body: .object(body)).data
            let token = made["token"]?.string ?? ""
            if let writeToken {
                try FileBytes.write(Array("\(token)\n".utf8), to: writeToken, mode: 0o600)
                print(Screen.plain("The token is in \(writeToken); put it into the file that the command names."))
            } else {
                print(Screen.plain("Put this token into the file that the command names: \(token)"))
            }
            print("On the gateway:")
            print(Screen.plain("    \(made["command"]?.string ?? "")"))
            print(Screen.plain("It works once, until \(made["expiresAt"]?.string ?? "?")."))
        }
    }

    private func minutes(_ text: String) -> Int? {
        TimeText.seconds(text).flatMap { Self.secondsTaken.contains($0) ? Int(($0 / 60).rounded(.up)) : nil }
    }

    /// What the hub takes; what is shorter would become a minute without a word.
    private static let secondsTaken = 60.0...604_800
}

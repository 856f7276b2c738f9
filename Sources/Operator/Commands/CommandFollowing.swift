internal import MillwrightDevice
internal import Runtime

/// Follows a command until nothing more becomes of it.
struct CommandFollowing {
    /// Seconds between two looks.
    private static let intervalSeconds = 1.0

    let client: APIClient

    /// The command at its end; each change of state is said on the way.
    ///
    /// Goes on while the hub does not answer: the command has an end in any case, if only that it expires.
    func end(of command: ToldCommand, saysSteps: Bool) async throws -> ToldCommand {
        var command = command
        while !command.isEnded {
            try await Task.sleep(for: .seconds(Self.intervalSeconds))
            do {
                let answer = try await client.call(.get, "/api/commands/\(PercentText.escaped(command.id))")
                let next = ToldCommand(json: answer.data)
                if saysSteps, next.state != command.state { Terminal.say("\(next.id) \(Screen.plain(next.outcome))") }
                command = next
            } catch let failure as CommandFailure where failure.code != "UNAUTHENTICATED" {
                Terminal.show("\(failure)")
            }
        }
        return command
    }
}

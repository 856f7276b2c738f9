internal import ArgumentParser

/// The command `millwright logout`.
struct LogoutCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "logout", abstract: "Ends the saved session, at the hub and here.")

    @OptionGroup(title: "Hub") var options: ClientOptions

    func run() async throws {
        try await Reporting.run {
            let file = try SessionFile(environment: Environment.all)
            guard let session = try file.read() else {
                print("no log-in was saved")
                return
            }
            do {
                _ = try await options.client().call(.post, "/api/auth/logout")
            } catch {
                // What is kept here goes in any case; the hub's part ends by itself when it is not used.
                Terminal.say("millwright: the session at \(session.hub) could not be ended there: \(error)")
            }
            file.remove()
            print("logged out of \(session.hub)")
        }
    }
}

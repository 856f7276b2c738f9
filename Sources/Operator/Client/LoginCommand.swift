internal import ArgumentParser
internal import MillwrightDevice

/// The command `millwright login`.
struct LoginCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "login",
        abstract: "Logs in at a hub and keeps the session for the commands that follow.",
        discussion: """
            The password is asked for without showing it, or read from a file; it never stands on a command line.
            The session is kept in $XDG_CONFIG_HOME/millwright/session.json, readable by you alone, and renews itself.
            """)

    @OptionGroup(title: "Hub") var options: ClientOptions
    @Option(help: "Who logs in.") var email: String
    @Option(help: "A file whose first line is the password.", completion: .file()) var passwordFile: String?

    func run() async throws {
        try await Reporting.run {
            let environment = Environment.all
            guard let hub = options.hub ?? environment["MILLWRIGHT_HUB"] else {
                throw CommandFailure("OPTION_INVALID", "which hub: --hub https://hub.example", field: "--hub")
            }
            let password = try passwordFile.map(FileBytes.secret) ?? PasswordPrompt.ask("Password of \(email): ")
            let answer = try await options.anonymous(at: hub).call(
                .post, "/api/auth/login", body: .object(["email": .string(email), "password": .string(password)]))
            let session = try SavedSession(answer.data, hub: hub, authoritiesFile: options.cafile)
            let file = try SessionFile(environment: environment)
            try await file.exclusively { try file.write(session) }
            print("logged in at \(hub) as \(session.email) (\(session.role))")
        }
    }
}

import TestKit

/// The program as a person runs it, with a folder of its own for what it keeps.
struct RunCommand {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    /// Runs a command to its end: its status and what it wrote.
    func callAsFunction(
        _ arguments: [String], environment: [String: String] = [:]
    ) async throws -> (status: Int32, output: String) {
        let child = try start(arguments, environment: environment)
        guard case .exited(let status) = try await child.wait() else { return (-1, child.output) }
        return (status, child.output)
    }

    /// Runs a command to its end against a hub, with a token that it does not look at.
    func callAsFunction(
        _ arguments: [String], at hub: PlayedAPI, environment: [String: String] = [:]
    ) async throws -> (status: Int32, output: String) {
        let token = try folder.write("secret\n", to: "token")
        return try await self(
            arguments + ["--hub", hub.address, "--token-file", token], environment: environment)
    }

    /// Starts a command that goes on.
    func start(_ arguments: [String], environment: [String: String] = [:]) throws -> ChildProcess {
        var all = ["XDG_CONFIG_HOME": folder.path, "MILLWRIGHT_HUB": "", "MILLWRIGHT_AGENT": ""]
        all.merge(environment) { $1 }
        return try ChildProcess(ChildProcess.builtProgram("millwright"), arguments, environment: all)
    }
}

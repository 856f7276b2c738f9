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

    /// Starts a command that goes on.
    func start(_ arguments: [String], environment: [String: String] = [:]) throws -> ChildProcess {
        var all = ["XDG_CONFIG_HOME": folder.path, "MILLWRIGHT_HUB": "", "MILLWRIGHT_AGENT": ""]
        all.merge(environment) { $1 }
        return try ChildProcess(ChildProcess.builtProgram("millwright"), arguments, environment: all)
    }
}

internal import ArgumentParser
internal import FoundationEssentials
internal import Glibc
internal import Runtime
internal import SyncClient
internal import Telemetry

/// `millwright-agent status`: how the agent on this machine is.
struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Show how the agent on this machine is.")

    @OptionGroup var options: ConfigurationOption

    @Flag(help: "Print the agent's answer as it is.")
    var json = false

    func run() throws {
        let configuration = options.load()
        let address = configuration.listen
        guard let answer = LocalAgent(address: address).get("/api/status"), answer.status == 200 else {
            Console.fail("No agent answers at \(address). Is it running? `millwright-agent doctor` looks.", status: 69)
        }
        if json { return print(String(decoding: answer.body, as: UTF8.self)) }
        guard let status = try? JSONDecoder().decode(StatusAnswer.self, from: Data(answer.body)) else {
            Console.fail("What answers at \(address) is not an agent of this version.", status: 76)
        }
        print(status.text(identity: identity(configuration)))
    }

    /// Who the agent is, read from its file; the running agent shows it to nobody.
    private func identity(_ configuration: AgentConfiguration) -> String {
        do {
            guard let identity = try IdentityFile(path: configuration.identityFile).read() else {
                return "not enrolled"
            }
            let days = Int(identity.daysLeft(at: SystemClock().now()))
            return "agent \(identity.agent), certificate until \(identity.notAfter) (\(days) days)"
        } catch {
            return error.message
        }
    }
}

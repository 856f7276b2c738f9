internal import ArgumentParser

/// `millwright-agent`: what runs on the gateway.
@main
struct AgentCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "millwright-agent",
        abstract: "Takes, keeps, judges and forwards what the machines of a plant say.",
        version: AgentVersion.text,
        subcommands: [RunCommand.self, StatusCommand.self, DoctorCommand.self, EnrolCommand.self, ConfigCommand.self],
        defaultSubcommand: RunCommand.self)
}

/// The version that the agent tells the hub and people.
enum AgentVersion {
    static let text = "0.2.0"
    static let software = "millwright-agent/\(text)"
}

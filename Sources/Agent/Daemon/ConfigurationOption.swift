internal import ArgumentParser
internal import Glibc
internal import Settings

/// Where the settings come from; every command takes it.
struct ConfigurationOption: ParsableArguments {
    @Option(name: .long, help: "The agent's settings.")
    var config = "/etc/millwright/agent.yaml"

    /// The settings; prints every mistake with its line and ends the process with status 78 when there is one.
    func load() -> AgentConfiguration {
        do {
            return try AgentConfiguration.load(file: config, environment: Self.environment)
        } catch {
            Console.fail(error.description, status: ConfigurationMistakes.exitStatus)
        }
    }

    /// The process's environment, read here and nowhere below.
    static var environment: [String: String] {
        var all: [String: String] = [:]
        var place = environ
        while let entry = place.pointee {
            let text = String(cString: entry)
            if let equals = text.firstIndex(of: "=") {
                all[String(text[..<equals])] = String(text[text.index(after: equals)...])
            }
            place += 1
        }
        return all
    }
}

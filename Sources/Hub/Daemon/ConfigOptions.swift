internal import ArgumentParser
internal import FoundationEssentials
internal import Settings

/// Where the settings come from; the same for all commands.
struct ConfigOptions: ParsableArguments {
    @Option(help: "The configuration file; conf.d beside it is laid over it.")
    var config = "hub-config/hub.yaml"

    @Option(name: .customLong("set"), help: "A setting over file and environment, as http.listen=127.0.0.1:9000.")
    var overrides: [String] = []

    /// The settings; with mistakes in them all are printed, and the program ends with status 78.
    func load() throws -> HubSettings {
        do {
            return try HubSettings.load(
                path: config, environment: ProcessInfo.processInfo.environment, flags: try flags())
        } catch let mistakes as ConfigurationMistakes {
            Terminal.complain("\(mistakes)\n\(mistakes.code): \(mistakes.message)")
            throw ExitCode(ConfigurationMistakes.exitStatus)
        }
    }

    private func flags() throws -> [String: String] {
        var flags: [String: String] = [:]
        for override in overrides {
            let sides = override.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard sides.count == 2 else { throw ValidationError("--set \(override): write it as key=value") }
            flags[String(sides[0])] = String(sides[1])
        }
        return flags
    }
}

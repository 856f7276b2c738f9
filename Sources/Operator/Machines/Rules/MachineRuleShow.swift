internal import ArgumentParser
internal import Runtime

/// The command `millwright machine rule show`.
struct MachineRuleShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Prints the text of a rule that a machine was given.")

    @OptionGroup(title: "Where") var options: ClientOptions
    @Argument(help: "The machine: its id, name, or FACTORY/NAME.") var machine: String
    @Argument(help: "The rule's name.") var name: String

    func run() async throws {
        try await Reporting.run {
            let client = try options.client()
            let found = try await MachineDirectory(client: client).find(machine)
            let rules = ToldRule.all(of: try await MachineDocument(client: client, machine: found).read())
            guard let rule = rules.first(where: { $0.name == name }) else {
                let known = rules.isEmpty ? "none" : rules.map(\.name).joined(separator: ", ")
                throw CommandFailure(
                    "RULE_NOT_FOUND", Screen.plain("\(found.name) was not given a rule \(name), but \(known)"),
                    field: "NAME")
            }
            if let report = rule.report { Terminal.say(Screen.plain("the agent says: \(report)")) }
            guard let text = rule.text else { return print("off: the profile's rule of this name is not run") }
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            for line in lines { print(Screen.plain(String(line))) }
        }
    }
}

internal import ArgumentParser
internal import DeviceProfiles
internal import MillwrightDevice
internal import Runtime
internal import Settings

/// The command `millwright machine rule put`.
struct MachineRulePut: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "put", abstract: "Gives a machine a rule.",
        discussion: """
            FILE has the keys of one rule as in a profile, its name among them:

              name: over-temperature
              when: {metric: temperature, above: 75}
              for: 2m
              set_status: MAINTENANCE
              risk: CRITICAL
              root_cause: The filter is blocked
              recommendation: Change the filter

            With --profile each mistake is named with its line before anything is sent; the agent, which has the
            machine's profile, looks at the rule in any case, and says in `rule list` what is wrong.
            """)

    @OptionGroup(title: "Where") var options: ClientOptions
    @Argument(help: "The machine: its id, name, or FACTORY/NAME.") var machine: String
    @Argument(help: "The rule, as YAML.", completion: .file(extensions: ["yaml"])) var file: String
    @Option(help: "The machine's profile, to check the rule by.", completion: .file(extensions: ["yaml"]))
    var profile: String?
    @Option(help: "Why, for those who look later.") var reason: String?

    func run() async throws {
        try await Reporting.run {
            let rule = try read()
            if let profile { try check(rule, by: try ProfileReader.read(file: profile)) }
            guard case .rule(let text) = rule.content else { return }
            let client = try options.client()
            let found = try await MachineDirectory(client: client).find(machine)
            _ = try await MachineDocument(client: client, machine: found).change(
                ["rule.\(rule.name)": .string(text)], reason: reason)
            let hint = "millwright machine rule list says whether it runs"
            print(Screen.plain("\(found.name): \(rule.name) is given; \(hint)"))
        }
    }

    private func read() throws -> RuleDocument {
        let bytes = try FileBytes.read(file, limit: RuleDocument.bytesMax) ?? []
        let collector = MistakeCollector()
        let root = SectionReader(try YAMLDocument.parse(bytes, file: file), path: "", collector: collector)
        let name = root.text("name", required: true, bytesMax: 64)
        try collector.finish()
        guard let name, let rule = RuleDocument(name: name, content: .rule(String(decoding: bytes, as: UTF8.self)))
        else {
            throw CommandFailure("OPTION_INVALID", "the rule's name is 1 to 64 of a-z 0-9 _ -", field: "name")
        }
        return rule
    }

    private func check(_ rule: RuleDocument, by profile: FirmwareProfile) throws {
        let mistakes = profile.giving([rule]).mistakes
        guard mistakes.isEmpty else {
            throw ConfigurationMistakes(
                mistakes.map { mistake in
                    var named = mistake
                    named.mark.file = file
                    return named
                })
        }
    }
}

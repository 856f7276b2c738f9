internal import ArgumentParser
internal import MillwrightDevice
internal import Runtime
internal import Telemetry

/// The command `millwright machine rule list`.
struct MachineRuleList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Lists the rules that a machine was given, and what its agent says of them.",
        discussion: "On a gateway (--agent) it lists all rules that the machine is watched by, with its profile's.")

    @OptionGroup(title: "Where") var options: ClientOptions
    @Argument(help: "The machine: its id, name, or FACTORY/NAME.") var machine: String
    @Option(help: "table or json.") var output = OutputForm.table

    func run() async throws {
        try await Reporting.run {
            let client = try options.client()
            let found = try await MachineDirectory(client: client).find(machine)
            if client.target.isAgent { return try await listAll(of: found, from: client) }
            let document = try await MachineDocument(client: client, machine: found).read()
            let rules = ToldRule.all(of: document)
            if output == .json { return print(Self.json(rules).pretty) }
            guard !rules.isEmpty else {
                return print("\(found.name) has its profile's rules: millwright machine rule put \(found.name) FILE")
            }
            var table = ScreenTable(["RULE", "IS", "BY", "AGE", "AGENT"])
            let now = SystemClock().now()
            for rule in rules {
                let isRefused = rule.report?.hasPrefix("refused") == true
                table.add(
                    [
                        rule.name, rule.text == nil ? "off" : "given", rule.actor, TimeText.age(rule.at, now: now),
                        Screen.plain(rule.report ?? "has not said yet"),
                    ], isRefused ? .bad : nil)
            }
            table.lines(on: .output).forEach { print($0) }
        }
    }

    private func listAll(of found: MachineDirectory.Found, from client: APIClient) async throws {
        let told = try await client.call(.get, "/api/machines/\(PercentText.escaped(found.id))/rules").data
        if output == .json { return print(told.pretty) }
        var table = ScreenTable(["RULE", "FROM", "MODE", "VERSION", ""])
        for rule in told["rules"]?.elements ?? [] {
            let mistakes = rule["mistakes"]?.elements.compactMap(\.string) ?? []
            table.add(
                [
                    rule["name"]?.string ?? "", rule["source"]?.string ?? "", rule["mode"]?.string ?? "",
                    rule["version"]?.integer.map(String.init) ?? "", Screen.plain(mistakes.joined(separator: "; ")),
                ], mistakes.isEmpty ? nil : .bad)
        }
        print(Screen.plain("\(found.name), profile \(told["profile"]?.string ?? "?")"))
        table.lines(on: .output).forEach { print($0) }
    }

    private static func json(_ rules: [ToldRule]) -> JSONValue {
        .array(
            rules.map { rule in
                .object([
                    "name": .string(rule.name), "text": rule.text.map { .string($0) } ?? .null,
                    "isOff": .bool(rule.text == nil), "actor": .string(rule.actor),
                    "at": rule.at.map { .string($0.description) } ?? .null,
                    "report": rule.report.map { .string($0) } ?? .null,
                ])
            })
    }
}

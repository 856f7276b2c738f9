internal import ArgumentParser
internal import MillwrightDevice

/// The command `millwright quarantine show`.
struct QuarantineShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Shows one record with its content.")

    @OptionGroup(title: "Hub or agent") var options: ClientOptions
    @Argument(help: "Its number in the list.") var id: Int64
    @Option(help: "table or json.") var output = OutputForm.table

    func run() async throws {
        try await Reporting.run {
            let client = try options.client()
            let record = try await client.call(.get, QuarantinePath.one(id, client.target)).data
            if output == .json { return print(record.pretty) }
            for (name, value) in record.members where value.present != nil {
                let indent = String(repeating: " ", count: max(1, 14 - name.count))
                print(Screen.plain("\(name)\(indent)\(value.text)"))
            }
        }
    }
}

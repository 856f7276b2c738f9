internal import ArgumentParser
internal import MillwrightDevice
internal import Runtime

/// The command `millwright machine savings`.
struct MachineSavings: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "savings",
        abstract: "Says where a machine could save energy, from its last 500 readings.")

    @OptionGroup(title: "Where") var options: ClientOptions
    @Argument(help: "The machine: its id, name, or FACTORY/NAME.") var machine: String
    @Option(help: "The price of a kWh; the factory's when not given.") var rate: Double?
    @Option(help: "table or json.") var output = OutputForm.table

    func run() async throws {
        try await Reporting.run {
            let client = try options.client()
            let found = try await MachineDirectory(client: client).find(machine)
            let answer = try await client.call(
                .get, "/api/machines/\(PercentText.escaped(found.id))/energy/opportunities",
                query: [("rate", rate?.text)])
            if output == .json { return print(answer.data.pretty) }
            Self.lines(answer.data, name: found.name, on: .output).forEach { print($0) }
        }
    }

    static func lines(_ found: JSONValue, name: String, on screen: Screen) -> [String] {
        let (readings, needed) = (found["readings"]?.integer ?? 0, found["readingsNeeded"]?.integer ?? 0)
        guard readings >= needed else {
            return ["\(name): learning, \(readings) of \(needed) readings"]
        }
        let rows = found["opportunities"]?.elements ?? []
        guard !rows.isEmpty else { return ["\(name): the last \(needed) readings show nothing to save."] }
        var table = ScreenTable(["OPPORTUNITY", "A YEAR", "IN FOUR YEARS", "SURE"])
        for row in rows {
            table.add([
                row["kind"]?.string ?? "", text(row["savingPerYear"]), text(row["benefit"]), text(row["confidence"]),
            ])
        }
        let head = "\(name): \(text(found["totalPotentialSavings"])) a year, at \(text(found["rate"]?["mean"])) a kWh"
        return [screen.styled(Screen.plain(head), .bold)] + table.lines(on: screen)
    }

    private static func text(_ value: JSONValue?) -> String { value?.number.map { PlotScale.short($0) } ?? "-" }
}

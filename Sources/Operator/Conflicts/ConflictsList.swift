internal import ArgumentParser
internal import MillwrightDevice
internal import Runtime
internal import SyncCore
internal import Telemetry

/// The command `millwright conflicts list`.
struct ConflictsList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Lists conflicts, the oldest first.",
        discussion: "Ends with status 2 while a conflict is open that the other filters keep, whatever --state lists.")

    @OptionGroup(title: "Where") var options: ClientOptions
    @Option(help: "open: all that wait for a person; all; or one of \(ConflictsList.states).") var state = "open"
    @Option(help: "Only of this machine: its id, name, or FACTORY/NAME.") var machine: String?
    @Option(help: "Only those found at least so long ago, as 4h.") var olderThan: String?
    @Option(help: "Only of this severity: info, warning, critical.") var severity: String?
    @Option(help: "table or json.") var output = OutputForm.table

    static let states = ConflictState.allCases.map(\.rawValue).joined(separator: ", ")

    func validate() throws {
        if !["open", "all"].contains(state), ConflictState(rawValue: state) == nil {
            throw ValidationError("--state is open, all, or one of \(Self.states).")
        }
        if let olderThan, TimeText.seconds(olderThan) == nil {
            throw ValidationError("--older-than is a number and s, m, h or d, as 4h.")
        }
    }

    func run() async throws {
        try await Reporting.run {
            let now = SystemClock().now()
            let filter = ConflictDesk.Filter(
                state: state, machine: machine, severity: severity,
                olderThanSeconds: olderThan.flatMap(TimeText.seconds))
            let found = try await ConflictDesk(client: options.client()).list(filter, now: now)
            switch output {
            case .json: print(JSONValue.array(found.map(\.json)).pretty)
            case .table: ConflictText.list(found, state: state, now: now, on: .output).forEach { print($0) }
            }
            if try await isAnyOpen(found, filter, now: now) { throw ExitStatus.conflictsOpen.code }
        }
    }

    /// A list of what is over says nothing of what is open, so that is asked for.
    private func isAnyOpen(
        _ found: [ToldConflict], _ filter: ConflictDesk.Filter, now: Timestamp
    ) async throws -> Bool {
        if found.contains(where: \.isOpen) { return true }
        if ["open", "all"].contains(state) { return false }
        var open = filter
        open.state = "open"
        return try await !ConflictDesk(client: options.client()).list(open, now: now).isEmpty
    }
}

internal import ArgumentParser
internal import MillwrightDevice
internal import Runtime
internal import SyncCore
internal import SyncWire

/// The command `millwright machine set`.
struct MachineSet: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set",
        abstract: "Changes fields of a machine.",
        discussion: """
            set north/pump-1 status=MAINTENANCE --reason "bearing is replaced"
            set north/pump-1 limit.temperature.TEMPERATURE.CRITICAL.above=82 notes="checked by Ada"
            Fields: status (ONLINE, MAINTENANCE, OFFLINE), limit.METRIC.KIND.SEVERITY.above or .below, setpoint.NAME,
            notes, description, name, type, label.KEY. A value is JSON, or else a text; null takes a field away.
            """)

    @OptionGroup(title: "Where") var options: ClientOptions
    @Argument(help: "The machine: its id, name, or FACTORY/NAME.") var machine: String
    @Argument(help: "Each a field and its value, as PATH=VALUE.") var changes: [String]
    @Option(help: "Why, for those who look later.") var reason: String?
    @Option(help: "Only if the document is still at this revision; status 3 when it is not.") var ifRevision: Int?

    func run() async throws {
        try await Reporting.run {
            var fields: [String: JSONValue] = [:]
            for text in changes {
                let change = try FieldChange(text, field: "PATH=VALUE")
                fields[change.path] = change.value
            }
            let client = try options.client()
            let found = try await MachineDirectory(client: client).find(machine)
            _ = try await MachineDocument(client: client, machine: found).change(
                fields, reason: reason, ifRevision: ifRevision)
            for (path, value) in fields.sorted(by: { $0.key < $1.key }) {
                let isKnown = FieldPath(path).map(Self.isKnown) ?? true
                print(
                    "\(found.name): \(path) \(value.present == nil ? "is taken away" : "is \(value.text)")"
                        + (isKnown ? "" : " (a field that nothing acts on)"))
            }
        }
    }

    /// Whether the table of policies has a line for a field: others are kept and shown, and no more.
    private static func isKnown(_ path: FieldPath) -> Bool {
        guard let any = DocumentKey(kind: .machine, subject: "any/machine") else { return true }
        return PolicyTable.standard.entry(for: path, of: any).pattern != "*"
    }
}

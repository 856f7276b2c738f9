internal import ArgumentParser
internal import MillwrightDevice
internal import Runtime
internal import SyncWire
internal import Telemetry

/// The command `millwright command send`.
struct CommandSend: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "send",
        abstract: "Sends a command to a machine's device.",
        discussion: """
            send north/pump-1 stop --wait
            send north/pump-1 set_speed --arg speed=60 --require "temperature < 70" --expires-in 2m --wait
            send north/pump-1 start --latch-seen edge/0192…/4 --if-document 12
            Actions and their arguments are those of the machine's profile.
            No latch may be set when it is carried out, unless --latch-seen names the writes that set it (as
            machine show tells them) or --allow-latches lets all pass; what starts a machine always has to have seen
            each of them.
            """)

    @OptionGroup(title: "Where") var options: ClientOptions
    @Argument(help: "The machine: its id, name, or FACTORY/NAME.") var machine: String
    @Argument(help: "The action, as the machine's profile names it.") var action: String
    @Option(help: "An argument of the action, as NAME=VALUE; once for each.") var arg: [String] = []
    @Option(help: "Not to be carried out later than this from now, as 90s, 15m, 4h.") var expiresIn: String?
    @Option(help: "Not to be carried out before: RFC 3339.") var notBefore: String?
    @Option(name: .customLong("class"), help: "at-most-once, probe, idempotent or fenced.") var executionClass: String?
    @Option(help: "Must hold when it is carried out, as \"temperature < 70\"; once for each.") var require: [String] =
        []
    @Option(help: "The machine must be allowed so much: ONLINE, MAINTENANCE or OFFLINE.") var requireStatus: String?
    @Option(help: "Readings of --require may be so old when it is carried out, as 30s.") var requireAge: String?
    @Flag(help: "No latch may be set but those of --latch-seen; that is so unless --allow-latches is given.")
    var requireNoLatch = false
    @Flag(help: "It may be carried out while latches are set, unless it starts the machine.") var allowLatches = false
    @Option(help: "A latch that may be set: the name of the write that set it, as edge/…/12; once for each.")
    var latchSeen: [String] = []
    @Option(help: "Only if the machine's document is at this revision; status 3 when it is not.") var ifDocument: Int?
    @Flag(help: "Follow it to its end; the status says how it ended.") var wait = false
    @Option(help: "table or json.") var output = OutputForm.table

    func validate() throws {
        if let expiresIn, TimeText.seconds(expiresIn) == nil {
            throw ValidationError("--expires-in is a number and s, m, h or d, as 90s.")
        }
        if let notBefore, Timestamp(rfc3339: notBefore) == nil { throw ValidationError("--not-before is RFC 3339.") }
        if let executionClass, ExecutionClass(word: executionClass) == nil {
            throw ValidationError("--class is at-most-once, probe, idempotent or fenced.")
        }
        if let requireStatus, MachineStatus(rawValue: requireStatus) == nil {
            throw ValidationError("--require-status is ONLINE, MAINTENANCE or OFFLINE.")
        }
        if requireNoLatch, allowLatches { throw ValidationError("--require-no-latch or --allow-latches, not both.") }
        if let name = latchSeen.first(where: { Dot($0) == nil }) {
            throw ValidationError("--latch-seen is the name of a write, as edge/…/12, not \(name).")
        }
        if let requireAge, TimeText.seconds(requireAge) == nil || require.isEmpty {
            throw ValidationError("--require-age is a number and s, m, h or d, as 30s, and goes with --require.")
        }
        for condition in require { _ = try measured(condition) }
    }

    func run() async throws {
        let command = self
        try await Reporting.run { try await Interruption.cancels { try await command.send() } }
    }

    private func send() async throws {
        let client = try CommandDesk.ofHub(options).client
        let found = try await MachineDirectory(client: client).find(machine)
        let answer = try await client.call(.post, "/api/machines/\(found.id)/commands", body: .object(try body()))
        var command = ToldCommand(json: answer.data)
        if wait {
            if output == .table { Terminal.say("\(command.id) \(command.state)") }
            command = try await CommandFollowing(client: client).end(of: command, saysSteps: output == .table)
        }
        switch output {
        case .json: print(command.json.pretty)
        case .table: print("\(command.id) \(action) for \(found.name): \(Screen.plain(command.outcome))")
        }
        if wait, command.exitStatus != .done { throw command.exitStatus.code }
    }

    private func body() throws -> [String: JSONValue] {
        var body: [String: JSONValue] = ["action": .string(action)]
        var arguments: [String: JSONValue] = [:]
        for text in arg {
            let change = try FieldChange(text, field: "--arg")
            arguments[change.path] = change.value
        }
        if !arguments.isEmpty { body["arguments"] = .object(arguments) }
        if let seconds = expiresIn.flatMap(TimeText.seconds) { body["expiresInSeconds"] = .number(seconds) }
        if let notBefore { body["notBefore"] = .string(notBefore) }
        if let executionClass { body["executionClass"] = .string(executionClass) }
        let precondition = try precondition()
        if !precondition.isEmpty { body["precondition"] = .object(precondition) }
        return body
    }

    private func precondition() throws -> [String: JSONValue] {
        var precondition: [String: JSONValue] = [:]
        if requireNoLatch || allowLatches { precondition["latchesClear"] = .bool(requireNoLatch) }
        if !latchSeen.isEmpty { precondition["latchesSeen"] = .array(latchSeen.map { .string($0) }) }
        if let ifDocument { precondition["documentRevision"] = .number(Double(ifDocument)) }
        if let requireStatus { precondition["status"] = .string(requireStatus) }
        if !require.isEmpty { precondition["measured"] = .array(try require.map(measured)) }
        return precondition
    }

    /// Reads `temperature < 70`.
    private func measured(_ text: String) throws -> JSONValue {
        let signs = ["<=", ">=", "<", ">", "="]
        guard let sign = signs.first(where: { text.contains($0) }),
            let range = text.firstRange(of: sign),
            let value = Double(text[range.upperBound...].filter { $0 != " " }),
            let metric = MetricName(String(text[..<range.lowerBound].filter { $0 != " " }))
        else { throw ValidationError("--require is METRIC < VALUE with <, <=, =, >= or >, not \(text).") }
        var condition: [String: JSONValue] = [
            "metric": .string(metric.text), "comparison": .string(sign), "value": .number(value),
        ]
        if let age = requireAge.flatMap(TimeText.seconds) { condition["ageSecondsMax"] = .number(age) }
        return .object(condition)
    }
}

internal import ArgumentParser
internal import MillwrightDevice
internal import Runtime

/// The command `millwright sync status`.
struct SyncStatus: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Shows cursors, backlog with the time it will take, holds and credits, the clock, the last failure.",
        discussion: "On a gateway of its agent; at the hub of the agent that is named, or of all.")

    @OptionGroup(title: "Where") var options: ClientOptions
    @Argument(help: "At the hub: the agent's name or id; all when not given.") var agent: String?
    @Flag(help: "Show it again and again, until Ctrl-C.") var watch = false
    @Option(help: "Seconds between two looks.") var interval = 2.0
    @Option(help: "table or json.") var output = OutputForm.table

    func validate() throws {
        if !(0.1...3_600).contains(interval) { throw ValidationError("--interval is 0.1 to 3600 seconds.") }
    }

    func run() async throws {
        let command = self
        try await Reporting.run { try await Interruption.cancels { try await command.show() } }
    }

    private func show() async throws {
        let client = try options.client()
        var isAway = false
        repeat {
            do {
                let told = try await standing(client)
                isAway = false
                if watch, Screen.output.isColoured { print("\u{1B}[H\u{1B}[2J", terminator: "") }
                switch output {
                case .json: print(watch ? told.description : told.pretty)
                case .table: lines(told, isAgent: client.target.isAgent).forEach { print($0) }
                }
                Terminal.flush()
            } catch let failure where watch && (failure is CommandFailure || Task.isCancelled) {
                // Ctrl-C while an answer was awaited ends it as well as between two looks.
                if Task.isCancelled { return }
                if !isAway { Terminal.say("millwright: \(failure)") }
                isAway = true
            }
            guard watch else { return }
            do { try await Task.sleep(for: .seconds(interval)) } catch { return }
        } while !Task.isCancelled
    }

    /// The agent's own, or a list of the hub's agents.
    private func standing(_ client: APIClient) async throws -> JSONValue {
        if client.target.isAgent { return try await client.call(.get, "/api/sync").data }
        let directory = AgentDirectory(client: client)
        let all = try await directory.all()
        let wanted = try await agent.asyncMap { try await directory.find($0).id }
        var told: [JSONValue] = []
        for row in all where wanted == nil || row["id"]?.string == wanted {
            guard let id = row["id"]?.string, row["revokedAt"]?.present == nil || wanted != nil else { continue }
            let sync = try await client.call(.get, "/api/agents/\(id)/sync").data
            told.append(row.merging(sync["agent"] ?? .null).merging(sync))
        }
        return .array(told)
    }

    private func lines(_ told: JSONValue, isAgent: Bool) -> [String] {
        let now = SystemClock().now()
        if isAgent { return SyncText.lines(told, now: now, on: .output) }
        if told.elements.isEmpty { return ["No agent is enrolled."] }
        return Array(told.elements.map { SyncText.lines($0, now: now, on: .output) }.joined(separator: [""]))
    }
}

extension Optional {
    /// What a value becomes, where there is one.
    fileprivate func asyncMap<Value>(_ change: (Wrapped) async throws -> Value) async rethrows -> Value? {
        if let self { try await change(self) } else { nil }
    }
}

internal import ArgumentParser
internal import MillwrightDevice
internal import Runtime
internal import Telemetry

/// The command `millwright conflicts watch`.
struct ConflictsWatch: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch",
        abstract: "Prints a line for each conflict that appears or changes, until Ctrl-C.",
        discussion: """
            Goes on through failures of the link once it has looked. Ends with 2 when conflicts are open at its end, \
            else 0.
            """)

    @OptionGroup(title: "Where") var options: ClientOptions
    @Option(help: "Only of this machine: its id, name, or FACTORY/NAME.") var machine: String?
    @Option(help: "Seconds between two looks.") var interval = 5.0
    @Option(help: "table or json, one object a line.") var output = OutputForm.table

    func validate() throws {
        if !(0.1...3_600).contains(interval) { throw ValidationError("--interval is 0.1 to 3600 seconds.") }
    }

    func run() async throws {
        let command = self
        try await Reporting.run { try await Interruption.cancels { try await command.watch() } }
    }

    private func watch() async throws {
        let desk = ConflictDesk(client: try options.client())
        let clock = SystemClock()
        var seen: [String: String] = [:]
        var open = 0
        // Not whether anything was seen: a plant without conflicts has been looked at as well.
        var hasLooked = false
        var isAway = false
        while !Task.isCancelled {
            do {
                let all = try await desk.list(.init(state: "all", machine: machine), now: clock.now())
                if isAway { Terminal.say("\(TimeText.moment(clock.now())) answers again") }
                isAway = false
                open = all.count { $0.isOpen }
                for conflict in all where seen[conflict.id] != Self.mark(conflict) {
                    // At the start only what waits for somebody is news.
                    if hasLooked || conflict.isOpen { say(conflict, now: clock.now()) }
                }
                seen = Dictionary(all.map { ($0.id, Self.mark($0)) }) { $1 }
                hasLooked = true
                Terminal.show("\(open) open; Ctrl-C ends")
            } catch let error where Task.isCancelled || (hasLooked && Self.passes(error)) {
                // Ctrl-C while an answer was awaited is no failure.
                if Task.isCancelled { break }
                if !isAway { Terminal.say("\(TimeText.moment(clock.now())) \(error)") }
                isAway = true
            }
            do { try await Task.sleep(for: .seconds(interval)) } catch { break }
        }
        if open > 0 { throw ExitStatus.conflictsOpen.code }
    }

    /// Whether a later look may go well: no answer came, or the other side could not give one now.
    private static func passes(_ error: any Error) -> Bool {
        if let refusal = error as? APIRefusal { return refusal.status == 429 || refusal.status >= 500 }
        return (error as? CommandFailure).map { $0.code != "UNAUTHENTICATED" } ?? false
    }

    private static func mark(_ conflict: ToldConflict) -> String {
        "\(conflict.state) \(conflict.revision ?? 0) \(conflict.holder)"
    }

    private func say(_ conflict: ToldConflict, now: Timestamp) {
        Terminal.clear()
        switch output {
        case .json: print(conflict.json.description)
        case .table:
            let sides = [
                conflict.edge.map { "edge \(ToldConflict.text($0.value))" },
                conflict.hub.map { "hub \(ToldConflict.text($0.value))" },
            ]
            print(
                Screen.line(
                    "\(TimeText.moment(now)) \(conflict.shortID) \(conflict.state): \(conflict.path) of "
                        + "\(conflict.subject): "
                        + sides.compactMap { $0 }.joined(separator: ", ")
                        + "; \(ToldConflict.text(conflict.inForce)) holds (\(conflict.rule))"))
        }
        Terminal.flush()
    }
}

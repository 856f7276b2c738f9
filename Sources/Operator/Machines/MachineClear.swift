internal import ArgumentParser
internal import MillwrightDevice
internal import Runtime

/// The command `millwright machine clear`.
struct MachineClear: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "clear",
        abstract: "Clears a latch by naming the writes that set it, as machine show tells them.",
        discussion: """
            Without --sees it shows the latches that are set and clears nothing: look first, then name what you saw.
            A latch that was set meanwhile stays.
            """)

    @OptionGroup(title: "Where") var options: ClientOptions
    @Argument(help: "The machine: its id, name, or FACTORY/NAME.") var machine: String
    @Argument(help: "emergency-stop, lockout or maintenance-hold.") var latch: String
    @Option(help: "A write that set the latch, as shown; once for each. \"shown\": those that this command shows now.")
    var sees: [String] = []
    @Option(help: "Why, for those who look later.") var reason: String?

    func validate() throws {
        if !sees.isEmpty, reason?.isEmpty ?? true {
            throw ValidationError("Give --reason: others will want to know why.")
        }
    }

    func run() async throws {
        try await Reporting.run {
            let client = try options.client()
            let found = try await MachineDirectory(client: client).find(machine)
            let document = MachineDocument(client: client, machine: found)
            let path = "latch.\(latch)"
            let now = SystemClock().now()
            let set = MachineDocument.latches(try await document.read()).filter { $0.path == path }
            guard !set.isEmpty else { return print("\(found.name): \(latch) is not set") }
            for latch in set {
                let why = latch.reason.isEmpty ? "" : ": “\(latch.reason)”"
                print(Screen.plain("\(latch.dot)  set by \(latch.actor) \(TimeText.ago(latch.at, now: now))\(why)"))
            }
            guard !sees.isEmpty else {
                print("Clear with: --sees shown --reason TEXT (or each by its name)")
                throw ExitStatus.failure.code
            }
            let names = sees == ["shown"] ? set.map(\.dot) : sees
            let after = try await document.change([path: .bool(false)], reason: reason, names: [path: names])
            let left = MachineDocument.latches(after).filter { $0.path == path }
            print(
                left.isEmpty
                    ? "\(found.name): \(latch) is cleared" : "\(found.name): \(latch) is still set by another write")
            if !left.isEmpty { throw ExitStatus.failure.code }
        }
    }
}

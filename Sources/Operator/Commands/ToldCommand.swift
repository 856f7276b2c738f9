internal import MillwrightDevice
internal import SyncWire
internal import Telemetry

/// A command as the hub tells it.
struct ToldCommand: Sendable {
    let json: JSONValue

    var id: String { json["id"]?.string ?? "" }
    var action: String { json["action"]?.string ?? "" }
    var state: String { json["state"]?.string ?? "" }
    var code: String { json["code"]?.string ?? "" }
    var reason: String { json["reason"]?.string ?? "" }
    var machine: String { json["machineName"]?.string ?? json["machine"]?.string ?? "" }
    var issuer: String { json["issuer"]?.string ?? json["issuedBy"]?.string ?? "" }
    var issuedAt: Timestamp? { (json["issuedAt"] ?? json["createdAt"])?.time }
    var expiresAt: Timestamp? { json["expiresAt"]?.time }
    /// Nothing where it may be carried out at once.
    var notBefore: Timestamp? {
        json["notBefore"]?.time.flatMap { time in issuedAt.map { time > $0 } ?? true ? time : nil }
    }

    /// Whether nothing more becomes of it; a state of a later version is waited for.
    var isEnded: Bool { CommandState(rawValue: state)?.isFinal ?? false }

    /// Whether it was taken back before it went to the device.
    var isCancelled: Bool { CommandState(rawValue: state) == .cancelled }

    /// What a command that waited for it ends with.
    var exitStatus: ExitStatus {
        switch CommandState(rawValue: state) {
        case .done: .done
        case .unknown: .unknown
        default: .failure
        }
    }

    /// State and why, in a line.
    var outcome: String {
        [state, code, reason].filter { !$0.isEmpty }.joined(separator: ": ")
    }

    /// Everything about it.
    func lines(on screen: Screen) -> [String] {
        var lines = [
            screen.styled(Screen.plain("\(action) for \(machine)"), .bold),
            "  id        \(id)", "  state     \(Screen.plain(outcome))",
            "  issued    \(TimeText.moment(issuedAt)) by \(Screen.plain(issuer))",
        ]
        if let notBefore { lines.append("  not before \(TimeText.moment(notBefore))") }
        lines.append("  expires   \(TimeText.moment(expiresAt))")
        for (name, title) in [("arguments", "arguments"), ("executionClass", "class    ")] {
            if let value = json[name]?.present, value.members.isEmpty == false || value.string != nil {
                lines.append("  \(title) \(Screen.plain(value.text))")
            }
        }
        if let precondition = json["precondition"]?.present {
            lines.append("  requires  \(Screen.line(PreconditionText.words(precondition)))")
        }
        let history = (json["history"] ?? json["events"])?.elements ?? []
        if !history.isEmpty {
            var table = ScreenTable(["WHEN", "STATE", "MORE"])
            for step in history {
                let more = [step["code"]?.string, (step["reason"] ?? step["detail"])?.string].compactMap { $0 }
                table.add([
                    TimeText.moment(step["at"]?.time), (step["state"] ?? step["event"])?.string ?? "",
                    more.filter { !$0.isEmpty }.joined(separator: ": "),
                ])
            }
            lines += [""] + table.lines(on: screen)
        }
        return lines
    }
}

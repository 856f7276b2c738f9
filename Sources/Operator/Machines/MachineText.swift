internal import MillwrightDevice
internal import Telemetry

/// A machine's document as people read it.
enum MachineText {
    static func lines(_ document: JSONValue, name: String, now: Timestamp, on screen: Screen) -> [String] {
        var head = name
        if let status = (document["status"] ?? document["effectiveStatus"])?.string { head += ", \(status)" }
        if document["conflicted"]?.bool == true { head += ", conflicted" }
        if let revision = document["revision"]?.integer { head += ", revision \(revision)" }
        var lines = [screen.styled(Screen.plain(head), .bold)]
        let latches = MachineDocument.latches(document)
        for latch in latches {
            lines.append(
                screen.styled(
                    Screen.plain(
                        "  LATCHED  \(latch.path), by \(latch.actor) \(TimeText.ago(latch.at, now: now))"
                            + (latch.reason.isEmpty ? "" : ": “\(latch.reason)”")), .bad))
            lines.append("           \(latch.dot)")
        }
        let fields = Self.fields(document)
        if fields.isEmpty {
            return lines + ["  Nobody has written anything yet: millwright machine set \(name) PATH=VALUE"]
        }
        var table = ScreenTable(["FIELD", "HOLDS", "BY", "AGE", ""])
        for field in fields {
            table.add(
                [
                    field.path, ToldConflict.text(field.value), field.actor, TimeText.age(field.at, now: now),
                    field.isConflicted ? "conflicted" : "",
                ], field.isConflicted ? .bold : nil)
        }
        return lines + table.lines(on: screen)
    }

    /// One field with the newest of its writes.
    struct Field {
        var path: String
        var value: JSONValue?
        var actor: String
        var at: Timestamp?
        var isConflicted: Bool
    }

    /// Fields come as a list or by their path, each with the newest of its writes.
    static func fields(_ document: JSONValue) -> [Field] {
        let listed = document["fields"]?.elements.map { (name: $0["path"]?.string ?? "", value: $0) } ?? []
        let all = listed.isEmpty ? document["fields"]?.members ?? [] : listed
        return all.map { path, told in
            let writes = told["writes"]?.elements ?? []
            let newest = writes.max { ($0["at"]?.string ?? "") < ($1["at"]?.string ?? "") }
            let isConflicted = (told["open"] ?? told["conflicted"])?.bool ?? (writes.count > 1)
            return Field(
                path: path, value: (told["value"] ?? told["inForce"])?.present,
                actor: (told["actor"] ?? newest?["actor"])?.string ?? "",
                at: (told["at"] ?? newest?["at"])?.time, isConflicted: isConflicted)
        }
    }
}

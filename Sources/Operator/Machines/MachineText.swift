internal import MillwrightDevice
internal import SyncCore
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

    /// One field with who wrote what holds.
    struct Field {
        var path: String
        var value: JSONValue?
        var actor: String
        var at: Timestamp?
        var isConflicted: Bool
    }

    /// Fields come as a list or by their path, each with the writes that stand.
    static func fields(_ document: JSONValue) -> [Field] {
        let listed = document["fields"]?.elements.map { (name: $0["path"]?.string ?? "", value: $0) } ?? []
        let all = listed.isEmpty ? document["fields"]?.members ?? [] : listed
        return all.map { path, told in
            let writes = told["writes"]?.elements ?? []
            let value = (told["value"] ?? told["inForce"])?.present
            let isConflicted = (told["open"] ?? told["conflicted"])?.bool ?? (writes.count > 1)
            let writers = writers(of: value, among: writes, rule: told["rule"]?.string)
            return Field(
                path: path, value: value,
                actor: told["actor"]?.string ?? writers.map { $0["actor"]?.string ?? "" }.joined(separator: ", "),
                at: (told["at"] ?? writers.last?["at"])?.time, isConflicted: isConflicted)
        }
    }

    /// The write whose value holds, which need not be the newest: a stricter status or a latch stays in force.
    ///
    /// All of them where texts were put together; none where what holds was there before them.
    private static func writers(of value: JSONValue?, among writes: [JSONValue], rule: String?) -> [JSONValue] {
        let sorted = writes.sorted { ($0["at"]?.string ?? "") < ($1["at"]?.string ?? "") }
        if let last = sorted.last(where: { $0["value"]?.present == value }) { return [last] }
        return rule == MergeRule.keepBoth.rawValue ? sorted : []
    }
}

internal import MillwrightDevice
internal import SyncWire
internal import Telemetry

/// Conflicts as people read them.
enum ConflictText {
    /// A table, or a sentence when there is nothing in it.
    static func list(_ conflicts: [ToldConflict], state: String, now: Timestamp, on screen: Screen) -> [String] {
        if conflicts.isEmpty {
            return [state == "open" ? "No conflict is open." : "No conflict is in this state."]
        }
        var table = ScreenTable(["ID", "STATE", "AGE", "WHERE", "FIELD", "BASE", "EDGE", "HUB", "HOLDS", "RULE"])
        for conflict in conflicts {
            table.add(
                [
                    screen.width == nil ? conflict.id : conflict.shortID, conflict.state,
                    TimeText.age(conflict.detectedAt, now: now), conflict.subject, conflict.path,
                    ToldConflict.text(conflict.base), conflict.edge.map { ToldConflict.text($0.value) } ?? "–",
                    conflict.hub.map { ToldConflict.text($0.value) } ?? "–", ToldConflict.text(conflict.inForce),
                    conflict.rule,
                ], conflict.isOpen ? .bold : .dim)
        }
        let open = conflicts.count { $0.isOpen }
        let sum = open == 0 ? "none open" : "\(open) open"
        return table.lines(on: screen) + [
            "", "\(conflicts.count) \(conflicts.count == 1 ? "conflict" : "conflicts"), \(sum)",
        ]
    }

    /// What it is, what holds, and what can be done.
    static func head(_ conflict: ToldConflict, now: Timestamp, on screen: Screen) -> [String] {
        var lines = [
            screen.styled(Screen.plain("\(conflict.path) of \(conflict.subject)"), .bold),
            "  id        \(conflict.id)",
            "  state     \(conflict.state)\(conflict.holder.isEmpty ? "" : ", \(Screen.plain(conflict.holder))")"
                + ", found \(TimeText.ago(conflict.detectedAt, now: now)), \(TimeText.moment(conflict.detectedAt))",
            "  rule      \(conflict.rule)\(conflict.severity.isEmpty ? "" : ", \(conflict.severity.lowercased())")",
            "  holds     "
                + Screen.plain(ToldConflict.text(conflict.inForce)).replacing("\n\n", with: " / ").replacing(
                    "\n", with: " / ")
                + (conflict.isOpen ? " until it is decided" : ""),
        ]
        if let revision = conflict.revision { lines.append("  revision  \(revision)") }
        if let by = conflict.json["resolvedBy"]?.string {
            let how = conflict.json["resolution"]?["value"]?.present.map { " with \($0.text)" } ?? ""
            let why = conflict.json["reason"]?.string.map { ": “\($0)”" } ?? ""
            lines.append("  resolved  by \(Screen.plain(by + how + why))")
        }
        if let next = conflict.json["supersededBy"]?.string { lines.append("  became    \(next)") }
        return lines
    }

    /// Base, edge and hub side by side, each with who and when.
    static func sides(_ conflict: ToldConflict, on screen: Screen) -> [String] {
        let columns = [
            ("BASE", ToldConflict.text(conflict.base), []), side("EDGE", conflict.edge), side("HUB", conflict.hub),
        ]
        let width = max(16, ((screen.width ?? 110) - 4) / 3)
        let cells = columns.map { title, value, notes -> [(String, Screen.Style?)] in
            [(title, .dim)] + wrapped(Screen.plain(value), width).map { ($0, .bold) }
                + notes.flatMap { wrapped(Screen.plain($0), width) }.map { ($0, nil) }
        }
        return (0..<(cells.map(\.count).max() ?? 0)).map { row in
            cells.map { cell in
                guard row < cell.count else { return String(repeating: " ", count: width) }
                let (text, style) = cell[row]
                return screen.styled(text, style) + String(repeating: " ", count: max(0, width - text.count))
            }
            .joined(separator: "  ").trimmedAtEnd
        }
    }

    /// What else was written, when more than two did not know each other.
    static func others(_ conflict: ToldConflict) -> [String] {
        guard conflict.siblings.count > 2 else { return [] }
        return ["", "All \(conflict.siblings.count) writes that did not know each other:"]
            + conflict.siblings.map { write in
                "  "
                    + Screen.plain(
                        "\(write.dot.map { "\($0.replica.side)" } ?? "?"): \(ToldConflict.text(write.value)), "
                            + write.provenance.joined(separator: ", "))
            }
    }

    /// Each step of its life, oldest first.
    static func history(_ conflict: ToldConflict, on screen: Screen) -> [String] {
        var table = ScreenTable(["WHEN", "WHAT", "WHO", "MORE"])
        for step in conflict.history { table.add([TimeText.moment(step.at), step.event, step.actor, step.detail]) }
        return table.lines(on: screen)
    }

    /// How it can be decided, in words to copy.
    static func advice(_ conflict: ToldConflict) -> [String] {
        guard conflict.isOpen else { return [] }
        let revision = conflict.revision.map { " --if-revision \($0)" } ?? ""
        return [
            "",
            "Decide: millwright conflicts resolve \(conflict.shortID) --take edge|hub|base\(revision) --reason TEXT",
            "    or: … --set \(conflict.path)=JSON instead of --take",
        ]
    }

    private static func side(_ title: String, _ side: ConflictSide?) -> (String, String, [String]) {
        guard let side else { return (title, "(wrote nothing)", []) }
        return (title, side.value.map(\.text) ?? "(taken away)", side.provenance)
    }

    /// A text cut into lines, at spaces where there are some.
    private static func wrapped(_ text: String, _ width: Int) -> [String] {
        var lines: [String] = []
        for paragraph in text.split(separator: "\n", omittingEmptySubsequences: false) {
            var rest = paragraph
            while rest.count > width {
                let head = rest.prefix(width)
                let cut = head.lastIndex(of: " ") ?? head.endIndex
                lines.append(String(rest[..<cut]))
                rest = rest[cut...].drop { $0 == " " }
            }
            lines.append(String(rest))
        }
        return lines
    }
}

extension String {
    /// Without spaces at the end.
    fileprivate var trimmedAtEnd: String {
        var text = self[...]
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}

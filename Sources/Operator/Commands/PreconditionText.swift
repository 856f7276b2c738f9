internal import MillwrightDevice

/// What must hold when a command is carried out, in words.
enum PreconditionText {
    static func words(_ told: JSONValue) -> String {
        var words = [latches(told)]
        if let revision = told["documentRevision"]?.integer {
            words.append("the document of revision \(revision) or later")
        }
        if let status = told["status"]?.string { words.append("status \(status)") }
        words += (told["measured"]?.elements ?? []).map(measured)
        // What a later version asks for must not look as if nothing was asked.
        words += told.members.filter { !known.contains($0.name) }.map { "\($0.name) \($0.value.text)" }
        return words.joined(separator: "; ")
    }

    private static let known = ["latchesClear", "latchesSeen", "documentRevision", "status", "measured"]

    /// Unless it was said otherwise no latch may be set.
    private static func latches(_ told: JSONValue) -> String {
        if told["latchesClear"]?.bool == false { return "latches may be set" }
        let seen = (told["latchesSeen"]?.elements ?? []).map(\.text)
        return seen.isEmpty ? "no latch set" : "no latch set but \(seen.joined(separator: ", "))"
    }

    private static func measured(_ told: JSONValue) -> String {
        let parts = ["metric", "comparison", "value"].map { told[$0]?.text ?? "?" }
        let age = told["ageSecondsMax"]?.number.flatMap { $0 > 0 ? " (not older than \($0.text) s)" : nil } ?? ""
        return parts.joined(separator: " ") + age
    }
}

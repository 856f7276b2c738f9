internal import MillwrightDevice
internal import Telemetry

/// What is told of an agent, as people read it.
enum AgentText {
    static func state(_ agent: JSONValue) -> String {
        if agent["revokedAt"]?.present != nil { return "revoked" }
        if agent["quarantined"]?.bool == true { return "quarantined" }
        return agent["online"]?.bool == true ? "online" : "offline"
    }

    /// As `1 200 readings, 3 events, 14 KiB`.
    static func backlog(_ backlog: JSONValue?) -> String {
        let parts = [("readings", "readings"), ("events", "events"), ("documents", "documents")].compactMap {
            name, word in
            backlog?[name]?.integer.flatMap { $0 > 0 ? "\($0) \($0 == 1 ? String(word.dropLast()) : word)" : nil }
        }
        guard !parts.isEmpty else { return "none" }
        return (parts + (backlog?["bytes"]?.number.map { [bytes($0)] } ?? [])).joined(separator: ", ")
    }

    static func timeLeft(_ backlog: JSONValue?) -> String {
        backlog?["secondsLeft"]?.number.map { TimeText.span($0) } ?? "–"
    }

    static func clock(_ milliseconds: Double?) -> String {
        guard let milliseconds else { return "–" }
        return abs(milliseconds) < 1_000 ? "\(Int(milliseconds)) ms" : "\(Reporting.decimal(milliseconds / 1_000)) s"
    }

    static func bytes(_ count: Double) -> String {
        var value = count
        for unit in ["B", "KiB", "MiB", "GiB"] {
            if value < 1_024 { return unit == "B" ? "\(Int(value)) B" : "\(Reporting.decimal(value)) \(unit)" }
            value /= 1_024
        }
        return "\(Reporting.decimal(value)) TiB"
    }
}

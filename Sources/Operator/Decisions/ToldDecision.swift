internal import MillwrightDevice
internal import Telemetry

/// A decision as a hub or an agent tells it.
struct ToldDecision {
    let json: JSONValue

    var id: String { json["id"]?.string ?? "" }
    var machine: String { json["machineName"]?.string ?? "" }
    var at: Timestamp? { json["decidedAt"]?.time }
    var risk: Severity? { json["riskLevel"]?.string.flatMap(Severity.init) }
    var action: Decision.Action? { json["actionTaken"]?.string.flatMap(Decision.Action.init) }
    var rule: String { json["rule"]?.string ?? "" }
    var model: String { json["model"]?.string ?? "" }

    /// What it stood on; readings that cannot be read are left out.
    var evidence: [Decision.Evidence] {
        (json["readings"]?.elements ?? []).compactMap { reading in
            guard let metric = reading["metric"]?.string.flatMap(MetricName.init),
                let time = reading["timestamp"]?.time,
                let value = reading["value"]?.number
            else { return nil }
            return Decision.Evidence(metric: metric, time: time, value: value)
        }
    }

    /// All decisions that begin with an id; throws unless it is exactly one.
    static func find(_ id: String, in client: APIClient) async throws -> ToldDecision {
        let found = try await client.rows("/api/decisions").map(ToldDecision.init).filter { $0.id.hasPrefix(id) }
        guard found.count == 1, let decision = found.first else {
            throw CommandFailure(
                "DECISION_NOT_FOUND",
                "\(found.isEmpty ? "no" : "\(found.count)") decisions have an id that begins \(id)")
        }
        return decision
    }

    /// As people read it.
    func lines(on screen: Screen) -> [String] {
        func text(_ name: String) -> String { Screen.plain(json[name]?.string ?? "") }
        let head = "\(machine), \(TimeText.moment(at)): \(text("actionTaken")), \(text("riskLevel"))"
        var lines = [
            screen.styled(Screen.plain(head), .bold), "  \(text("rootCause"))", "  \(text("reasoning"))",
            "  Recommended: \(text("humanRecommendation"))", "  By rule \(text("rule")); \(text("model"))",
        ]
        for reading in evidence {
            lines.append("    \(TimeText.moment(reading.time))  \(reading.metric)  \(reading.value.text)")
        }
        return lines
    }
}

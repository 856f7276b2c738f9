internal import AgentAutonomy
internal import DeviceProfiles
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
    var answerBy: Timestamp? { json["answerBy"]?.time }
    var settles: String? { json["settles"]?.string }
    var settledBy: String? { json["settledBy"]?.string }
    /// What names the machine in the directory of the side that told it.
    var machineKey: String { json["machineId"]?.string ?? machine }

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

    /// The decision with all that it depended on, which lists leave out; as it is here from a side that tells no more.
    func whole(from client: APIClient) async throws -> ToldDecision {
        do {
            return ToldDecision(json: try await client.call(.get, "/api/decisions/\(id)").data)
        } catch let refusal as APIRefusal where refusal.status == 404 {
            return self
        }
    }

    /// What it kept so that it can be made again.
    func record() throws(DecisionRecord.Unreadable) -> DecisionRecord {
        guard let text = json["inputs"]?.string else { throw .notKept }
        guard let bytes = HexText.decode(text) else { throw .damaged }
        return try DecisionRecord(bytes, evidence: evidence)
    }

    /// Until when somebody may answer it; throws when it asks nothing, or nothing any more.
    func openUntil(_ now: Timestamp) throws -> Timestamp {
        guard let answerBy else { throw CommandFailure("QUESTION_NOT_OPEN", "the decision asks nothing") }
        if let settledBy {
            throw CommandFailure("QUESTION_NOT_OPEN", "decision \(settledBy) has ended the question")
        }
        guard now < answerBy else {
            throw CommandFailure(
                "QUESTION_NOT_OPEN", "the agent waited until \(TimeText.moment(answerBy)) and decides by itself")
        }
        return answerBy
    }

    /// What is asked or was answered; nothing for a decision without a question.
    func question(_ now: Timestamp) -> String? {
        if let settles { return "Ends the question of decision \(settles)" }
        guard let answerBy else { return nil }
        if let settledBy { return "Asked; decision \(settledBy) ended the question" }
        guard now < answerBy else { return "Asked until \(TimeText.moment(answerBy)); nobody answered" }
        return "Asks until \(TimeText.moment(answerBy)): millwright decisions answer \(id) allow|refuse"
    }

    /// As people read it.
    func lines(on screen: Screen, now: Timestamp) -> [String] {
        func text(_ name: String) -> String { Screen.plain(json[name]?.string ?? "") }
        let head = "\(machine), \(TimeText.moment(at)): \(text("actionTaken")), \(text("riskLevel"))"
        var lines = [
            screen.styled(Screen.plain(head), .bold), "  \(text("rootCause"))", "  \(text("reasoning"))",
            "  Recommended: \(text("humanRecommendation"))", "  By rule \(text("rule")); \(text("model"))",
        ]
        if let question = question(now) { lines.append("  " + Screen.plain(question)) }
        for reading in evidence {
            lines.append("    \(TimeText.moment(reading.time))  \(reading.metric)  \(reading.value.text)")
        }
        guard let record = try? record() else { return lines }
        // The notes are made again from what was kept; where they would be of other steps, replay says so.
        let course = record.inputs.course()
        guard course.outcome.steps == record.outcome.steps else { return lines }
        lines.append("  How it was decided, step by step:")
        lines += Self.steps(course).map { "    " + $0 }
        lines.append("  " + Screen.plain(NumberText.sentence(record.outcome.text)))
        return lines
    }

    /// Each step with what was there and what it gave.
    static func steps(_ course: DecisionCourse) -> [String] {
        zip(course.outcome.steps, course.notes).map { step, note in
            func padded(_ word: String) -> String { word + String(repeating: " ", count: max(1, 11 - word.count)) }
            return padded(step.kind.rawValue) + padded(step.verdict.rawValue) + Screen.plain(note)
        }
    }
}

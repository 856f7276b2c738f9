internal import HubStore
internal import SyncCore
internal import SyncWire
internal import Telemetry

/// What a call says of a command.
enum CommandBody {
    static func draft(_ request: APIRequest, now: Timestamp) throws -> CommandDraft {
        let life = request.body["expiresInSeconds"]?.number ?? CommandDraft.lifeSecondsDefault
        let notBefore = try notBefore(request, now: now, lifeSeconds: life)
        guard let arguments = try (request.body["arguments"] ?? [:]).fieldOfDocument("arguments") else {
            throw APIError.invalid("arguments", "must be an object")
        }
        let wish = request.body["precondition"] ?? [:]
        return CommandDraft(
            action: request.text("action") ?? "", arguments: arguments, notBefore: notBefore, lifeSeconds: life,
            executionClass: request.text("executionClass").flatMap(ExecutionClass.init(word:)) ?? .atMostOnce,
            precondition: try precondition(wish), documentRevision: wish["documentRevision"]?.integer,
            shownPrecondition: wish.fieldValue)
    }

    private static func notBefore(
        _ request: APIRequest, now: Timestamp, lifeSeconds: Double
    ) throws -> Timestamp? {
        guard let text = request.text("notBefore") else { return nil }
        guard let moment = Timestamp(rfc3339: text), moment.seconds(since: now) < lifeSeconds else {
            throw APIError.invalid("notBefore", "must be a time before the command expires")
        }
        return moment
    }

    /// Unless it says otherwise no latch may be set.
    private static func precondition(_ wish: JSONValue) throws -> Precondition {
        Precondition(
            latchesClear: wish["latchesClear"]?.bool ?? true,
            latchesSeen: try (wish["latchesSeen"]?.elements ?? []).map { element in
                guard let dot = element.text.flatMap(Dot.init) else {
                    throw APIError.invalid("precondition.latchesSeen", "must hold names of writes, as edge/…/12")
                }
                return dot
            },
            status: wish["status"]?.text.flatMap(MachineStatus.init),
            measured: try (wish["measured"]?.elements ?? []).map(measured))
    }

    private static func measured(_ wish: JSONValue) throws -> Precondition.Measured {
        guard let metric = wish["metric"]?.text.flatMap(MetricName.init),
            let comparison = wish["comparison"]?.text.flatMap(Precondition.Comparison.init),
            let value = wish["value"]?.number
        else { throw APIError.invalid("precondition.measured", "needs a metric, a comparison and a value") }
        return Precondition.Measured(
            metric: metric, comparison: comparison, value: value, ageSecondsMax: wish["ageSecondsMax"]?.number ?? 0)
    }

    static let schema = Schema.fields(
        .required("action", .string(min: 1, max: 64)), .optional("arguments", .object([], open: true)),
        .optional("expiresInSeconds", .number(min: 1, max: CommandAdmission.lifeSecondsMax)),
        .optional("notBefore", .moment),
        .optional("executionClass", .choice(ExecutionClass.allCases.map(\.word))),
        .optional(
            "precondition",
            .fields(
                .optional("documentRevision", .integer(min: 0)), .optional("latchesClear", .boolean),
                .optional("latchesSeen", .list(.string(max: 128), max: 64)),
                .optional("status", .choice(MachineStatus.allCases.map(\.rawValue))),
                .optional("measured", .list(measurement, max: Precondition.measuredMax)))))

    private static let measurement = Schema.fields(
        .required("metric", .string(min: 1, max: 64)),
        .required("comparison", .choice(Precondition.Comparison.allCases.map(\.rawValue))),
        .required("value", .number()), .optional("ageSecondsMax", .number(min: 0, max: 86_400)))
}

internal import AnalyticsTwin
internal import HubIntelligence

/// The body of a scenario's request.
enum ScenarioBody {
    /// Steps that a load of one's own may have: a week by the hour.
    private static let stepsMax = 168

    static let schema = Schema.fields(
        .required("scenario", .choice(ScenarioRequest.names)),
        .required("hours", .number(min: ScenarioWish.hours.lowerBound, max: ScenarioWish.hours.upperBound)),
        .optional("load", .list(step, max: stepsMax)),
        .optional("loadCycleHours", .number(min: 1, max: ScenarioWish.hours.upperBound)),
        .optional("overrides", overrides))

    private static let step = Schema.fields(
        .required("hour", .number(min: 0)), .required("power", .number(min: 0, max: 1e6)))

    private static let overrides = Schema.fields(
        .optional("ratedPower", .number(min: 0.001, max: 100_000)), .optional("cooling", .number(min: 0.001, max: 100)),
        .optional("wearFactor", .number(min: 0, max: 1_000)), .optional("ambient", .number(min: -90, max: 200)),
        .optional(
            "paths",
            .integer(min: Int64(ScenarioWish.paths.lowerBound), max: Int64(ScenarioWish.paths.upperBound))),
        .optional("seed", .integer(min: 0)))

    /// What is asked for; the body fits the schema.
    static func wish(_ body: JSONValue) throws -> ScenarioWish {
        let name = body["scenario"]?.text ?? ""
        var request = ScenarioRequest(name: name, load: try load(body))
        if name == ScenarioRequest.custom, request.load == nil {
            throw APIError.invalid("load", "is needed for a custom scenario: [{\"hour\":0,\"power\":5}, …]")
        }
        let changes = body["overrides"]
        request.cooling = changes?["cooling"]?.number
        request.wearFactor = changes?["wearFactor"]?.number
        request.ambient = changes?["ambient"]?.number
        return ScenarioWish(
            request, hours: body["hours"]?.number ?? 1, ratedPower: changes?["ratedPower"]?.number,
            paths: Int(changes?["paths"]?.integer ?? Int64(ScenarioWish.paths.upperBound)),
            seed: UInt64(changes?["seed"]?.integer ?? 1))
    }

    private static func load(_ body: JSONValue) throws -> LoadCycle? {
        guard let steps = body["load"]?.elements else { return nil }
        do throws(ScenarioError) {
            return try LoadCycle(
                hours: body["loadCycleHours"]?.number ?? 24,
                steps: steps.map { (hour: $0["hour"]?.number ?? -1, power: $0["power"]?.number ?? -1) })
        } catch {
            throw fault(error)
        }
    }

    /// The field at fault.
    static func fault(_ error: ScenarioError) -> APIError {
        switch error {
        case .outOfRange(let option, let range):
            APIError.invalid(option == "wear-factor" ? "overrides.wearFactor" : option, "must be \(range)")
        case .loadInvalid:
            APIError.invalid("load", "must be hours that ascend from 0 to below the cycle's, each with kW")
        }
    }
}

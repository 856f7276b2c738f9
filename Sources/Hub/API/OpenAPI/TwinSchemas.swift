internal import AnalyticsTwin
internal import HubIntelligence

extension Schemas {
    /// What twins say.
    static let twins: [String: Schema] = [
        "TwinReport": .fields(
            .required("machineId", .uuid), .required("state", .nullable(state)),
            .required(
                "calibration",
                .fields(
                    .required("temperature", .nullable(calibration)),
                    .required("vibration", .nullable(calibration)))),
            .required("remainingLife", .nullable(life)), .required("at", .nullable(.moment))),
        "Scenario": .fields(
            .required("machineId", .uuid), .required("scenario", .choice(ScenarioRequest.names)),
            .required("hours", .number(min: 1)), .required("from", .moment),
            .required("level", .number(min: 0, max: 1)), .required("paths", .integer(min: 1)),
            .required("points", .list(moment, max: ScenarioWish.pointsMax)), .required("passages", .list(passage)),
            .required("advice", .list(advice)), .required("conditions", conditions),
            .required("machine", knowledge)),
    ]

    private static let state = Schema.fields(
        .required("temperature", .number()), .required("vibration", .number()),
        .required("health", .number(min: 0, max: 100)),
        .required("healthState", .choice(TwinHealth.allCases.map(\.rawValue))),
        .required("failureProbability", .number(min: 0, max: 1)), .required("remainingHours", .number(min: 0)))

    private static let calibration = Schema.fields(
        .required("error", .number(min: 0)), .required("residual", .nullable(.number())),
        .required("deviation", .nullable(.number(min: 0))), .required("unit", .string()))

    private static let life = Schema.fields(
        .required("hours", .number(min: 0)), .required("low", .number(min: 0)), .required("high", .number(min: 0)),
        .required("level", .number(min: 0, max: 1)))

    private static let band = Schema.fields(
        .required("low", .number()), .required("median", .number()), .required("high", .number()))

    private static let moment = Schema.fields(
        .required("hours", .number(min: 0)), .required("time", .moment), .required("load", .number(min: 0)),
        .required("temperature", band), .required("vibration", band), .required("wear", band),
        .required("fatigue", band), .required("health", band), .required("failureProbability", band))

    private static let passage = Schema.fields(
        .required("mark", .choice(ScenarioPassage.Mark.allCases.map(\.rawValue))),
        .required("share", .number(min: 0, max: 1)), .required("earlyHours", .nullable(.number(min: 0))),
        .required("medianHours", .nullable(.number(min: 0))))

    private static let advice = Schema.fields(
        .required("code", .choice(ScenarioAdvice.Code.allCases.map(\.rawValue))), .required("text", .string()),
        .required("withinHours", .nullable(.number(min: 0))))

    private static let conditions = Schema.fields(
        .required("loadMax", .number(min: 0)), .required("cooling", .number(min: 0)),
        .required("wearFactor", .number(min: 0)), .required("ambient", .nullable(.number())))

    private static let knowledge = Schema.fields(
        .required("profile", .nullable(.string())), .required("ratedPower", .number(min: 0)),
        .required("ratedPowerFrom", .choice(HubTwin.RatedPower.allCases.map(\.rawValue))),
        .required("minutes", .integer(min: 0)), .required("calibrated", .boolean),
        .required("heatLearned", .boolean), .required("risePerKilowatt", .number()),
        .required("ambient", .number()), .required("decay", .number(min: 0)),
        .required("temperatureError", .nullable(.number(min: 0))),
        .required("vibrationError", .nullable(.number(min: 0))), .required("age", age),
        .required("limits", .list(limit)))

    private static let age = Schema.fields(
        .required("from", .choice(TwinAge.Source.allCases.map(\.rawValue))), .required("hours", .number(min: 0)),
        .required("wear", .number(min: 0, max: 1)), .required("fatigue", .number(min: 0, max: 1)),
        .required("stress", .number(min: 0, max: 1)))

    private static let limit = Schema.fields(
        .required("metric", .string()), .required("severity", severity), .required("direction", .string()),
        .required("threshold", .number()))
}

internal import AnalyticsForecast

extension Schemas {
    /// What the models say.
    static let intelligence: [String: Schema] = [
        "Forecast": .fields(
            .required("machineId", .uuid), .required("metric", .string()), .required("unit", .string()),
            .required("days", .integer(min: 1, max: 31)), .required("level", .number(min: 0, max: 1)),
            .required("points", .list(point)), .required("accuracy", .nullable(accuracy)),
            .required("changes", .list(.fields(.required("time", .moment), .required("shift", .number())))),
            .required("model", model), .required("calendar", calendar)),
        "Opportunities": .fields(
            .required("machineId", .uuid), .required("opportunities", .list(opportunity)),
            .required("learningProgress", .number(min: 0, max: 100)),
            .required("totalPotentialSavings", .number(min: 0)), .required("readings", .integer(min: 0)),
            .required("readingsNeeded", .integer(min: 0)), .required("rate", rate),
            .required("calendar", calendar)),
        "Schedule": .fields(
            .required("machineId", .uuid), .required("horizon", .choice(["day", "week"])),
            .required("from", .moment), .required("energy", .number(min: 0)),
            .required("filledHours", .integer(min: 0)), .required("hours", .list(hour)),
            .required("today", schedule), .required("optimum", schedule), .required("learned", schedule),
            .required("aboveOptimum", .number(min: 0)), .required("episodes", .integer(min: 0)),
            .required("machine", machine), .required("rate", rate), .required("calendar", calendar)),
    ]

    static let calendar = Schema.fields(
        .required("timeZone", .string()), .required("utcOffsetHours", .number(min: -14, max: 14)),
        .required("daylightSaving", .choice(DaylightSaving.allCases.map(\.rawValue))), .required("exact", .boolean))

    private static let point = Schema.fields(
        .required("time", .moment), .required("value", .number()), .required("low", .number()),
        .required("high", .number()),
        .required(
            "parts",
            .fields(
                .required("trend", .number()), .required("daily", .number()), .required("weekly", .number()),
                .required("holiday", .number()), .required("recent", .number()))))

    private static let accuracy = Schema.fields(
        .required("origins", .integer(min: 1)), .required("mapeDay", .nullable(.number(min: 0))),
        .required("mapeWeek", .nullable(.number(min: 0))), .required("errorDay", .number(min: 0)),
        .required("errorWeek", .number(min: 0)))

    private static let model = Schema.fields(
        .required("version", .integer(min: 1)), .required("hours", .integer(min: 0)), .required("from", .moment),
        .required("to", .moment), .required("cached", .boolean))

    private static let opportunity = Schema.fields(
        .required("kind", .choice(["OVERSIZING", "THERMAL_STRESS", "PEAK_SHIFTING"])),
        .required("savingPerYear", .number(min: 0)), .required("benefit", .nullable(.number(min: 0))),
        .required("confidence", .number(min: 0, max: 1)))

    private static let rate = Schema.fields(
        .required("mean", .number(min: 0)), .required("peak", .number(min: 0)), .required("offPeak", .number(min: 0)),
        .required("from", .choice(["request", "factory"])))

    private static let hour = Schema.fields(
        .required("time", .moment), .required("price", .number(min: 0)), .required("today", .number(min: 0)),
        .required("optimum", .number(min: 0)), .required("learned", .number(min: 0)))

    private static let schedule = Schema.fields(
        .required("cost", .number()), .required("energyCost", .number()), .required("startsCost", .number()),
        .required("wearCost", .number()), .required("saving", .number()), .required("savingPercent", .number()),
        .required("temperatureMax", .nullable(.number())))

    private static let machine = Schema.fields(
        .required("ratedPower", .number(min: 0)), .required("ratedPowerFrom", .choice(["request", "history"])),
        .required("loadMax", .number(min: 0)), .required("temperatureMax", .number()),
        .required("heatLearned", .boolean))
}

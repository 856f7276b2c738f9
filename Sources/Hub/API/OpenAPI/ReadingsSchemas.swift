extension Schemas {
    /// Readings, statistics and totals.
    static let readings: [String: Schema] = [
        "Readings": .fields(
            .required("machineId", .uuid), .required("from", .moment), .required("to", .moment),
            .required("resolution", .choice(["raw", "1m", "1h", "1d"])), .required("series", .list(series)),
            .required("gaps", .list(gap))),
        "MachineHour": .fields(
            .required("hour", .moment), .required("state", .choice(["complete", "thinned", "missing", "unknown"])),
            .required("readings", .integer(min: 0)), .required("expected", .nullable(.integer(min: 0))),
            .required("reasons", .list(reason))),
        "Statistics": .fields(.required("metrics", .map(statistics))),
        "Dashboard": .fields(
            .required("powerNow", .number()), .required("energyToday", .number()), .required("costToday", .number()),
            .required("averageHealth", .nullable(.number())), .required("openAlerts", .integer(min: 0)),
            .required("machines", counts), .required("factories", .list(factory))),
    ]

    private static let series = Schema.fields(
        .required("metric", .string()), .required("unit", .string()), .required("derived", .boolean),
        .optional("points", .list(point)), .optional("times", .list(.integer())),
        .optional("values", .list(.nullable(.number()))), .optional("min", .list(.nullable(.number()))),
        .optional("max", .list(.nullable(.number()))), .optional("qualities", .list(.string())))

    private static let point = Schema.fields(
        .required("timestamp", .moment), .required("value", .nullable(.number())),
        .optional("min", .nullable(.number())), .optional("max", .nullable(.number())), .optional("quality", .string()))

    private static let gap = Schema.fields(
        .required("from", .moment), .required("to", .moment), .required("reason", .string()))

    private static let reason = Schema.fields(
        .required("reason", .string()), .required("readings", .nullable(.integer(min: 0))),
        .required("readingsOfAgent", .nullable(.integer(min: 0))), .required("from", .moment),
        .required("to", .moment), .required("thinnedToSeconds", .nullable(.integer(min: 0))))

    private static let statistics = Schema.fields(
        .required("count", .integer(min: 0)), .required("mean", .number()), .required("min", .number()),
        .required("max", .number()), .required("p50", .number()), .required("p90", .number()),
        .required("p95", .number()), .required("p99", .number()), .required("unit", .string()),
        .required("approximate", .boolean))

    private static let counts = Schema.fields(
        .required("total", .integer(min: 0)), .required("online", .integer(min: 0)),
        .required("maintenance", .integer(min: 0)), .required("offline", .integer(min: 0)),
        .required("pending", .integer(min: 0)))

    private static let share: [Property] = [
        .required("id", .uuid), .required("name", .string()), .required("powerNow", .number()),
        .required("energyToday", .number()), .required("cost", .number()), .required("health", .nullable(.number())),
        .required("openAlerts", .integer(min: 0)),
    ]

    private static let factory = Schema.object(
        share + [.required("machines", .list(.object(share + [.required("status", .string())])))])
}

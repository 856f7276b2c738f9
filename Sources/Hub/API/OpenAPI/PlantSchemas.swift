extension Schemas {
    /// Factories, machines and what happens to them.
    static let plant: [String: Schema] = [
        "Factory": .fields(
            .required("id", .uuid), .required("name", .string()), .required("location", .nullable(.string())),
            .required("timeZone", .string()), .required("tariff", .number()), .required("createdAt", .moment)),
        "Machine": .object(machine),
        "MachineDetail": .object(machine + [.required("intervals", .map(.number(min: 0)))]),
        "LiveMetric": .fields(
            .required("value", .nullable(.number())), .required("unit", .string()), .required("timestamp", .moment),
            .required("quality", .choice(["good", "uncertain", "bad", "stale"])),
            .required("score", .nullable(.number())), .required("expected", .nullable(.number())),
            .required("low", .nullable(.number())), .required("high", .nullable(.number()))),
        "Twin": .fields(
            .required("temperature", .number()), .required("vibration", .number()), .required("health", .number()),
            .required("failureProbability", .number()), .required("remainingHours", .nullable(.number()))),
        "Alert": .fields(
            .required("id", .uuid), .required("machineId", .nullable(.uuid)),
            .required("machineName", .nullable(.string())), .required("factoryId", .nullable(.uuid)),
            .required("agentId", .nullable(.uuid)), .required("kind", .string()),
            .required("metric", .nullable(.string())),
            .required("severity", severity), .required("state", alertState), .required("value", .nullable(.number())),
            .required("limit", .nullable(.number())), .required("unit", .nullable(.string())),
            .required("expected", .nullable(.number())), .required("score", .nullable(.number())),
            .required("message", .string()), .required("raisedAt", .moment), .required("changedAt", .moment),
            .required("returnedAt", .nullable(.moment)), .required("acknowledgedAt", .nullable(.moment)),
            .required("acknowledgedBy", .nullable(.string())), .required("resolvedAt", .nullable(.moment)),
            .required("resolvedBy", .nullable(.string())), .required("comment", .nullable(.string())),
            .required("shelvedUntil", .nullable(.moment))),
        "Decision": .fields(
            .required("id", .uuid), .required("machineId", .uuid), .required("machineName", .string()),
            .required("alertId", .nullable(.uuid)), .required("decidedAt", .moment),
            .required("labelledAt", .nullable(.moment)), .required("rootCause", .string()),
            .required("riskLevel", severity), .required("actionTaken", .choice(["MAINTENANCE", "OFFLINE", "NONE"])),
            .required("reasoning", .string()), .required("estimatedSavings", .number()),
            .required("preventedLoss", .number()), .required("humanRecommendation", .string()),
            .required("decidedBy", .string()), .required("rule", .string()), .required("model", .string()),
            .required("hubReachable", .boolean), .required("readings", .list(reading)),
            .required("answerBy", .nullable(.moment)), .required("settles", .nullable(.uuid)),
            .required("settledBy", .nullable(.uuid)), .required("commands", .list(command)),
            .optional("inputs", .nullable(.string()))),
    ]

    static let severity = Schema.choice(["INFO", "WARNING", "CRITICAL"])
    static let alertState = Schema.choice([
        "unacknowledged-active", "acknowledged-active", "unacknowledged-returned", "normal", "shelved", "suppressed",
    ])
    static let status = Schema.choice(["PENDING", "ONLINE", "MAINTENANCE", "OFFLINE", "REJECTED", "REVOKED"])

    private static let machine: [Property] = [
        .required("id", .uuid), .required("name", .string()), .required("type", .string()),
        .required("factoryId", .uuid), .required("factoryName", .string()),
        .required("description", .nullable(.string())), .required("profile", .nullable(.string())),
        .required("status", status),
        .required("approval", .choice(["PENDING", "APPROVED", "REJECTED", "REVOKED"])),
        .required("healthScore", .nullable(.number(min: 0, max: 100))),
        .required("healthState", .nullable(.choice(["HEALTHY", "WARNING", "CRITICAL"]))),
        .required("latches", .list(.string())), .required("conflicted", .boolean),
        .required("openAlerts", .integer(min: 0)), .required("worstSeverity", .nullable(severity)),
        .required("latest", .map(.named("LiveMetric"))), .required("twin", .nullable(.named("Twin"))),
        .required("agent", .nullable(agent)), .required("limits", .list(limit)), .required("createdAt", .moment),
    ]

    private static let agent = Schema.fields(
        .required("id", .uuid), .required("name", .string()), .required("online", .boolean),
        .required("lastSeenAt", .nullable(.moment)), .required("backlogReadings", .integer(min: 0)))

    private static let limit = Schema.fields(
        .required("metric", .string()), .required("kind", .string()), .required("severity", severity),
        .required("direction", .string()), .required("threshold", .number()))

    private static let reading = Schema.fields(
        .required("metric", .string()), .required("timestamp", .moment), .required("value", .nullable(.number())))

    private static let command = Schema.fields(
        .required("id", .uuid), .required("name", .string()), .required("state", .string()),
        .required("reason", .string()), .required("requestedAt", .moment), .required("changedAt", .moment))
}

extension Schemas {
    /// Users, tokens and agents.
    static let people: [String: Schema] = [
        "User": .fields(
            .required("id", .uuid), .required("email", .string()), .required("firstName", .string()),
            .required("lastName", .string()), .required("role", role)),
        "Session": .fields(
            .required("user", .named("User")), .required("token", .string()), .required("refreshToken", .string()),
            .required("expiresIn", .integer(min: 1)), .required("role", role)),
        "Registration": .fields(
            .required("user", .named("User")),
            .required("tenant", .fields(.required("id", .uuid), .required("name", .string())))),
        "Agent": .fields(
            .required("id", .uuid), .required("name", .string()), .required("version", .nullable(.string())),
            .required("online", .boolean), .required("lastSeenAt", .nullable(.moment)),
            .required("intervalSeconds", .nullable(.number())),
            .required("enrolledAt", .moment), .required("certificateExpiresAt", .nullable(.moment)),
            .required("revokedAt", .nullable(.moment)),
            .required("incarnation", .nullable(.uuid)), .required("backlog", backlog),
            .required("clockOffsetMs", .nullable(.number())), .required("disk", .nullable(disk))),
        "AgentSync": .fields(
            .required("agent", .named("Agent")), .required("waiting", .integer(min: 0)),
            .required("incarnations", .list(incarnation)), .required("holds", .list(hold)),
            .required("lastRounds", .list(round))),
        "IncarnationDecision": .fields(
            .required("incarnation", .uuid), .required("decision", .choice(["adopt", "reject"]))),
        "Enrolment": .fields(
            .required("token", .string()), .required("authority", .string()), .required("expiresAt", .moment),
            .required("command", .string())),
    ]

    static let role = Schema.choice(["ADMIN", "SUPERVISOR", "OPERATOR", "VIEWER"])

    private static let incarnation = Schema.fields(
        .required("id", .uuid), .required("standing", .choice(["CURRENT", "TRIAL", "APART", "ENDED", "REJECTED"])),
        .required("predecessor", .nullable(.uuid)), .required("software", .string()),
        .required("beganAt", .nullable(.moment)), .required("heardAt", .nullable(.moment)),
        .required("endedAt", .nullable(.moment)), .required("decidedBy", .nullable(.string())),
        .required("decidedAt", .nullable(.moment)),
        .required("tail", .choice(["LIVE", "CARRIED_ON", "UNKNOWN"])), .required("newestSegment", .integer(min: 0)),
        .required(
            "cursors",
            .list(
                .fields(
                    .required("stream", .string()), .required("seq", .integer(min: 0)),
                    .required("movedAt", .moment)))),
        .required(
            "apart",
            .fields(
                .required("events", .integer(min: 0)), .required("segments", .integer(min: 0)),
                .required("readings", .integer(min: 0)), .required("bytes", .integer(min: 0)))))

    private static let hold = Schema.fields(
        .required("stream", .nullable(.string())), .required("until", .moment), .required("limit", .string()),
        .required("reason", .string()))

    private static let round = Schema.fields(
        .required("at", .moment), .required("milliseconds", .number(min: 0)), .required("outcome", .string()),
        .required("events", .integer(min: 0)), .required("segments", .integer(min: 0)),
        .required("readings", .integer(min: 0)), .required("apart", .integer(min: 0)),
        .required("credits", .list(credit)))

    private static let credit = Schema.fields(
        .required("stream", .string()), .required("bytes", .integer(min: 0)), .required("records", .integer(min: 0)))

    private static let backlog = Schema.fields(
        .required("events", .integer(min: 0)), .required("readings", .integer(min: 0)),
        .required("bytes", .integer(min: 0)), .required("oldestAt", .nullable(.moment)),
        .required("ageSeconds", .nullable(.number(min: 0))), .required("secondsLeft", .nullable(.number())))

    private static let disk = Schema.fields(
        .required("usedBytes", .nullable(.integer())), .required("budgetBytes", .nullable(.integer())),
        .required("freeBytes", .nullable(.integer())))
}

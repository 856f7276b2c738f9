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
            .required("enrolledAt", .moment), .required("certificateExpiresAt", .nullable(.moment)),
            .required("revokedAt", .nullable(.moment)),
            .required("incarnation", .nullable(.uuid)), .required("backlog", backlog),
            .required("clockOffsetMs", .nullable(.number())), .required("disk", .nullable(disk))),
        "Enrolment": .fields(
            .required("token", .string()), .required("authority", .string()), .required("expiresAt", .moment),
            .required("command", .string())),
    ]

    static let role = Schema.choice(["ADMIN", "SUPERVISOR", "OPERATOR", "VIEWER"])

    private static let backlog = Schema.fields(
        .required("events", .integer(min: 0)), .required("readings", .integer(min: 0)),
        .required("bytes", .integer(min: 0)), .required("oldestAt", .nullable(.moment)),
        .required("ageSeconds", .nullable(.number(min: 0))), .required("secondsLeft", .nullable(.number())))

    private static let disk = Schema.fields(
        .required("usedBytes", .nullable(.integer())), .required("budgetBytes", .nullable(.integer())),
        .required("freeBytes", .nullable(.integer())))
}

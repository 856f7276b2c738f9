extension Schemas {
    /// Documents, their conflicts, and commands.
    static let documents: [String: Schema] = [
        "FieldWrite": write,
        "Document": .fields(
            .required("document", .string()), .required("kind", .string()), .required("machineId", .nullable(.uuid)),
            .required("agentId", .uuid), .required("revision", .integer(min: 0)),
            .required("policyVersion", .integer(min: 0)), .required("conflicted", .boolean),
            .required("status", .nullable(.choice(["ONLINE", "MAINTENANCE", "OFFLINE"]))),
            .required("latches", .list(.named("FieldWrite"))),
            .required(
                "fields",
                .list(
                    .fields(
                        .required("path", .string()), .required("value", .any), .required("rule", .string()),
                        .required("conflictId", .nullable(.uuid)), .required("open", .boolean),
                        .required("writes", .list(.named("FieldWrite"))))))),
        "DocumentEntry": .fields(
            .required("revision", .integer(min: 0)), .required("at", .moment),
            .required("event", .choice(["written", "superseded"])), .required("path", .string()),
            .required("value", .any), .required("actor", .string()), .required("authority", .string()),
            .required("reason", .string()), .required("dot", .string()), .required("labelledAt", .moment),
            .required("rule", .string()), .required("inForce", .any), .required("conflicted", .boolean)),
        "Conflict": .object(conflict),
        "ConflictDetail": .object(
            conflict + [
                .required(
                    "history",
                    .list(
                        .fields(
                            .required("at", .moment), .required("event", .string()), .required("actor", .string()),
                            .required("detail", .string()))))
            ]),
        "Command": .object(command),
        "CommandDetail": .object(
            command + [
                .required(
                    "history",
                    .list(
                        .fields(
                            .required("at", .moment), .required("event", .string()), .required("code", .string()),
                            .required("reason", .string()), .required("actor", .string()),
                            .required("late", .boolean))))
            ]),
        "ConflictReplay": .fields(
            .required("id", .uuid), .required("document", .string()), .required("path", .string()),
            .required("machineId", .nullable(.uuid)), .required("was", outcome), .required("wouldBe", outcome),
            .required("changed", .boolean)),
    ]

    private static let write = Schema.fields(
        .required("path", .string()), .required("dot", .string()), .required("side", .choice(["edge", "hub"])),
        .required("value", .any), .required("actor", .string()), .required("authority", .string()),
        .required("at", .moment),
        .required(
            "clock",
            .fields(
                .required("count", .integer(min: 0)), .required("knew", .list(.string())),
                .required("state", .choice(["hub", "measured", "refused", "unmeasured", "unknown"])),
                .required("offsetMs", .nullable(.number())), .required("errorMs", .nullable(.number(min: 0))))),
        .required("reason", .string()), .required("base", .any), .required("names", .list(.string())))

    private static let command: [Property] = [
        .required("id", .uuid), .required("machineId", .uuid), .required("machineName", .string()),
        .required("agentId", .uuid), .required("action", .string()), .required("arguments", .object([], open: true)),
        .required(
            "state",
            .choice([
                "QUEUED", "RECEIVED", "REFUSED", "EXECUTING", "ACCEPTED", "DONE", "FAILED", "UNKNOWN", "EXPIRED",
                "CANCELLED",
            ])), .required("final", .boolean), .required("code", .string()), .required("reason", .string()),
        .required("issuer", .string()), .required("issuedAt", .moment), .required("notBefore", .moment),
        .required("expiresAt", .moment),
        .required("executionClass", .choice(["at-most-once", "probe", "idempotent", "fenced"])),
        .required("precondition", .object([], open: true)), .required("fence", .integer(min: 0)),
        .required("sentAt", .nullable(.moment)), .required("receivedAt", .nullable(.moment)),
        .required("cancelledAt", .nullable(.moment)), .required("changedAt", .moment),
    ]

    private static let outcome = Schema.fields(
        .required("rule", .string()), .required("value", .any), .required("winner", .nullable(.string())),
        .required("open", .boolean))

    private static let conflict: [Property] = [
        .required("id", .uuid), .required("document", .string()), .required("kind", .string()),
        .required("path", .string()), .required("machineId", .nullable(.uuid)),
        .required("machineName", .nullable(.string())), .required("factoryId", .nullable(.uuid)),
        .required("agentId", .uuid),
        .required(
            "state",
            .choice([
                "detected", "auto-resolved", "open", "claimed", "resolved", "propagated", "closed", "superseded",
                "reopened",
            ])), .required("rule", .string()), .required("severity", severity),
        .required("policyVersion", .integer(min: 0)), .required("base", .fields(.required("value", .any))),
        .required("edge", .nullable(.named("FieldWrite"))), .required("hub", .nullable(.named("FieldWrite"))),
        .required("siblings", .list(.named("FieldWrite"))), .required("inForce", .any), .required("outcome", outcome),
        .required("revision", .integer(min: 0)), .required("detectedAt", .moment), .required("changedAt", .moment),
        .required("claimedBy", .nullable(.string())), .required("resolvedBy", .nullable(.string())),
        .required("resolution", .nullable(.named("FieldWrite"))), .required("reason", .nullable(.string())),
        .required("supersededBy", .nullable(.uuid)),
    ]
}

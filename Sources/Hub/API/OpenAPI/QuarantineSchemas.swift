extension Schemas {
    /// What could not be taken in.
    static let quarantine: [String: Schema] = [
        "QuarantinedRecord": .fields(
            .required("id", .integer(min: 1)), .required("agentId", .uuid), .required("agentName", .string()),
            .required("incarnation", .uuid), .required("stream", .string()), .required("seq", .integer(min: 0)),
            .required("kind", .integer(min: 0)), .required("code", .string()), .required("message", .string()),
            .required("bytes", .integer(min: 0)), .required("receivedAt", .moment),
            .required("replayedAt", .nullable(.moment)), .required("replayedBy", .nullable(.string())),
            .required("payload", .nullable(.string(max: 16_777_216))))
    ]
}

extension Schemas {
    /// Models that the hub fits for machines.
    static let forests: [String: Schema] = [
        "Forest": .fields(
            .required("machineId", .uuid), .required("version", .integer(min: 1)), .required("deployed", .boolean),
            .required("features", .list(.string())), .required("trainedFrom", .moment),
            .required("trainedTo", .moment), .required("rows", .integer(min: 0)), .required("trees", .integer(min: 1)),
            .required("samples", .integer(min: 1)), .required("contamination", .number(min: 0, max: 1)),
            .required("threshold", .number(min: 0, max: 1)), .required("digest", .string(min: 64, max: 64)),
            .required("bytes", .integer(min: 1)), .required("createdAt", .moment), .required("createdBy", .string())),
        "Forests": .fields(
            .required("machineId", .uuid), .required("deployedVersion", .nullable(.integer(min: 1))),
            .required("versions", .list(.named("Forest")))),
    ]
}

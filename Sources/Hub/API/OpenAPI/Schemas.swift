/// The named schemas of the document: what the API's entities look like.
package enum Schemas {
    package static let named: [String: Schema] = basics.merging(plant) { first, _ in first }
        .merging(people) { first, _ in first }.merging(readings) { first, _ in first }
        .merging(documents) { first, _ in first }
        .merging(quarantine) { first, _ in first }.merging(intelligence) { first, _ in first }
        .merging(twins) { first, _ in first }.merging(forests) { first, _ in first }

    private static let basics: [String: Schema] = [
        "Meta": .fields(.required("timestamp", .moment), .required("version", .string())),
        "Pagination": .fields(
            .required("page", .integer(min: 1)), .required("pageSize", .integer(min: 1, max: 1_000)),
            .required("total", .integer(min: 0)), .required("hasMore", .boolean)),
        "Error": .fields(
            .required("status", .choice(["error"])),
            .required(
                "error",
                .fields(.required("code", .string()), .required("message", .string()), .optional("detail", .any))),
            .required("meta", .named("Meta"))),
        "Health": .fields(
            .required("status", .string()), .required("timestamp", .moment), .required("services", .map(.string()))),
    ]
}

extension Schema {
    /// The schema in the words of JSON Schema 2020-12, which OpenAPI 3.1 takes.
    var document: JSONValue {
        switch self {
        case .any: [:]
        case .boolean: ["type": "boolean"]
        case .string(let min, let max):
            ["type": "string", "minLength": .of(min), "maxLength": .of(max)]
        case .choice(let choices): ["type": "string", "enum": .of(choices)]
        case .uuid: ["type": "string", "format": "uuid"]
        case .moment: ["type": "string", "format": "date-time"]
        case .integer(let min, let max): Self.bounded("integer", .of(min), .of(max))
        case .number(let min, let max): Self.bounded("number", .of(min), .of(max))
        case .list(let element, let max):
            ["type": "array", "items": element.document, "maxItems": .of(max)]
        case .map(let element): ["type": "object", "additionalProperties": element.document]
        case .nullable(let schema): ["anyOf": [schema.document, ["type": "null"]]]
        case .named(let name): ["$ref": .string("#/components/schemas/\(name)")]
        case .object(let properties, let open): Self.object(properties, open)
        }
    }

    private static func bounded(_ type: String, _ min: JSONValue, _ max: JSONValue) -> JSONValue {
        var fields = [JSONField("type", .string(type))]
        if !min.isNull { fields.append(JSONField("minimum", min)) }
        if !max.isNull { fields.append(JSONField("maximum", max)) }
        return .object(fields)
    }

    private static func object(_ properties: [Property], _ open: Bool) -> JSONValue {
        let required = properties.filter(\.isRequired).map(\.name)
        return .object([
            JSONField("type", "object"),
            JSONField("properties", .object(properties.map { JSONField($0.name, $0.schema.document) })),
            JSONField("required", .of(required)),
            JSONField("additionalProperties", .bool(open)),
        ])
    }
}

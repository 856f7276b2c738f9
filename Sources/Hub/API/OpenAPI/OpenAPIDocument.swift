internal import HTTPTypes
internal import HubTenancy

/// The OpenAPI 3.1 document of the very table that registers the handlers, so that the two cannot part.
package enum OpenAPIDocument {
    package static func of(_ routes: [Route]) -> JSONValue {
        var paths: [JSONField] = []
        for path in routes.map(\.path).uniqueInOrder {
            let operations = routes.filter { $0.path == path }
                .map { JSONField($0.method.rawValue.lowercased(), operation($0)) }
            paths.append(JSONField(path, .object(operations)))
        }
        let schemas = Schemas.named.sorted { $0.key < $1.key }.map { JSONField($0.key, $0.value.document) }
        return [
            "openapi": "3.1.0",
            "info": [
                "title": "Millwright hub", "version": "1.0",
                "description":
                    "Machines, readings, alerts and agents of a plant. Times are RFC 3339 in UTC, ids UUIDs.",
                "license": ["name": "Apache-2.0", "identifier": "Apache-2.0"],
            ],
            "paths": .object(paths),
            "components": [
                "schemas": .object(schemas),
                "securitySchemes": [
                    "user": ["type": "http", "scheme": "bearer", "bearerFormat": "JWT"]
                ],
            ],
        ]
    }

    private static func operation(_ route: Route) -> JSONValue {
        var fields = [
            JSONField("summary", .string(route.summary)),
            JSONField("operationId", .string(operationID(route))),
            JSONField("security", security(route.access)),
        ]
        let parameters = route.pathParameters.map(pathParameter) + route.query.map(queryParameter)
        if !parameters.isEmpty { fields.append(JSONField("parameters", .array(parameters))) }
        if let body = requestBody(route) { fields.append(JSONField("requestBody", body)) }
        fields.append(JSONField("responses", responses(route)))
        return .object(fields)
    }

    private static func operationID(_ route: Route) -> String {
        let words = route.path.split(whereSeparator: { !$0.isLetter && !$0.isNumber })
        return ([route.method.rawValue.lowercased()] + words.map(String.init)).joined(separator: "_")
    }

    private static func security(_ access: Route.Access) -> JSONValue {
        switch access {
        // What agents call stands on a listener of its own, and not in this document.
        case .anyone, .agent: []
        case .user: [["user": []]]
        }
    }

    private static func pathParameter(_ name: String) -> JSONValue {
        ["name": .string(name), "in": "path", "required": true, "schema": Schema.uuid.document]
    }

    private static func queryParameter(_ parameter: QueryParameter) -> JSONValue {
        [
            "name": .string(parameter.name), "in": "query", "required": false,
            "description": .string(parameter.about), "schema": parameter.schema.document,
        ]
    }

    private static func requestBody(_ route: Route) -> JSONValue? {
        if route.takesBytes {
            return ["required": true, "content": ["application/octet-stream": ["schema": ["type": "string"]]]]
        }
        guard let body = route.body else { return nil }
        return ["required": true, "content": ["application/json": ["schema": body.document]]]
    }

    private static func responses(_ route: Route) -> JSONValue {
        let fault: JSONValue = [
            "description": "An error; its code says which.",
            "content": ["application/json": ["schema": Schema.named("Error").document]],
        ]
        return .object([
            JSONField(String(route.status.code), success(route.answer)), JSONField("default", fault),
        ])
    }

    private static func success(_ answer: Route.Answer) -> JSONValue {
        let content: JSONValue
        switch answer {
        case .nothing: return ["description": "Done."]
        case .data(let schema): content = ["application/json": ["schema": envelope(schema).document]]
        case .page(let schema): content = ["application/json": ["schema": page(schema).document]]
        case .bare(let schema): content = ["application/json": ["schema": schema.document]]
        case .bytes(let type): content = .object([JSONField(type, ["schema": ["type": "string"]])])
        }
        return ["description": "Done.", "content": content]
    }

    package static func envelope(_ data: Schema) -> Schema {
        .fields(
            .required("status", .choice(["success"])), .required("data", data), .required("meta", .named("Meta")))
    }

    package static func page(_ element: Schema) -> Schema {
        .fields(
            .required("status", .choice(["success"])), .required("data", .list(element)),
            .required("meta", .named("Meta")), .required("pagination", .named("Pagination")))
    }
}

extension Route {
    /// The names in braces.
    package var pathParameters: [String] {
        path.split(separator: "/").filter { $0.hasPrefix("{") }.map { String($0.dropFirst().dropLast()) }
    }
}

extension [String] {
    fileprivate var uniqueInOrder: [String] {
        var seen: Set<String> = []
        return filter { seen.insert($0).inserted }
    }
}

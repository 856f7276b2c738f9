import HubAPI
import Testing

@Suite("The OpenAPI document", .serialized)
struct OpenAPITests {
    @Test("it is OpenAPI 3.1 and whole: every operation has what it must, every reference leads somewhere")
    func whole() async throws {
        let hub = try await SharedHub.shared.get()
        let document = try await hub.call("GET", "/api/openapi.json").json
        #expect(document["openapi"]?.text == "3.1.0")
        let paths = try #require(document["paths"]?.fields)
        #expect(paths.count >= 20)
        var names: Set<String> = []
        for path in paths {
            for operation in try #require(path.value.fields) {
                let id = try #require(operation.value["operationId"]?.text)
                #expect(names.insert(id).inserted, "\(id) stands twice")
                #expect(operation.value["responses"]?["default"] != nil)
                #expect(operation.value["security"]?.elements != nil)
                let inPath = path.name.split(separator: "/").filter { $0.hasPrefix("{") }.count
                let described = operation.value["parameters"]?.elements?.count { $0["in"]?.text == "path" } ?? 0
                #expect(described == inPath, "\(path.name)")
            }
        }
        let schemas = Set(document["components"]?["schemas"]?.fields?.map(\.name) ?? [])
        for reference in Self.references(document) {
            #expect(schemas.contains(reference), "\(reference) is not there")
        }
    }

    @Test("every operation of it exists: without a token it is refused, and not unknown")
    func exists() async throws {
        let hub = try await SharedHub.shared.get()
        let document = try await hub.call("GET", "/api/openapi.json").json
        for path in try #require(document["paths"]?.fields) {
            for operation in try #require(path.value.fields) {
                let id = "01a1fdbf-4e1f-7ef9-bc93-3235a8dedbb8"
                let address = path.name.split(separator: "/").map { $0.hasPrefix("{") ? id : String($0) }
                let body: JSONValue? = operation.name == "get" ? nil : [:]
                let answer = try await hub.call(
                    operation.name.uppercased(), "/" + address.joined(separator: "/"), body)
                let isOpen = operation.value["security"]?.elements?.isEmpty == true
                if isOpen {
                    #expect([200, 401, 422].contains(answer.status), "\(operation.name) \(path.name)")
                } else {
                    #expect(answer.status == 401, "\(operation.name) \(path.name)")
                }
            }
        }
    }

    @Test("answers are what the document says")
    func answers() async throws {
        let hub = try await SharedHub.shared.get()
        let user = try await hub.newcomer()
        let made = try await hub.call("POST", "/api/factories", ["name": "north"], token: user.token)
        let place = try #require(made.data["id"])
        let machine = try await hub.call(
            "POST", "/api/machines", ["name": "pump", "type": "PUMP", "factoryId": place], token: user.token)
        let id = machine.data["id"]?.text ?? ""
        let enrolment = try await hub.call("POST", "/api/agents/enrolments", ["name": "gateway"], token: user.token)
        Self.check(made, OpenAPIDocument.envelope(.named("Factory")))
        Self.check(machine, OpenAPIDocument.envelope(.named("MachineDetail")))
        Self.check(enrolment, OpenAPIDocument.envelope(.named("Enrolment")))
        let reads: [(String, Schema)] = [
            ("/api/factories", OpenAPIDocument.page(.named("Factory"))),
            ("/api/machines", OpenAPIDocument.page(.named("Machine"))),
            ("/api/machines/\(id)", OpenAPIDocument.envelope(.named("MachineDetail"))),
            ("/api/alerts", OpenAPIDocument.page(.named("Alert"))),
            ("/api/decisions", OpenAPIDocument.page(.named("Decision"))),
            ("/api/agents", OpenAPIDocument.page(.named("Agent"))),
            ("/api/energy/dashboard", OpenAPIDocument.envelope(.named("Dashboard"))),
            ("/api/energy/\(id)?from=now-6h", OpenAPIDocument.envelope(.named("Readings"))),
            ("/api/energy/\(id)/stats", OpenAPIDocument.envelope(.named("Statistics"))),
            ("/api/health", .named("Health")),
        ]
        for (path, schema) in reads {
            let answer = try await hub.call("GET", path, token: user.token)
            #expect(answer.status == 200, "\(path): \(answer.text)")
            Self.check(answer, schema)
        }
        Self.check(try await hub.call("GET", "/api/machines?page=0", token: user.token), .named("Error"))
    }

    private static func check(_ answer: TestAnswer, _ schema: Schema) {
        let faults = schema.faults(answer.json)
        #expect(faults.isEmpty, "\(faults) in \(answer.text)")
    }

    private static func references(_ value: JSONValue) -> [String] {
        switch value {
        case .object(let fields):
            fields.flatMap { field -> [String] in
                if field.name == "$ref", let text = field.value.text {
                    return [text.split(separator: "/").last.map(String.init) ?? ""]
                }
                return references(field.value)
            }
        case .array(let elements): elements.flatMap(references)
        default: []
        }
    }
}

internal import HTTPTypes
internal import HubPlant
internal import HubStore
internal import HubTenancy
internal import Runtime
internal import Telemetry

/// Factories: name, location, time zone, tariff.
struct FactoryRoutes: Sendable {
    let hub: HubServices

    var routes: [Route] {
        [
            Route(
                method: .get, path: "/api/factories", summary: "The factories.", access: .user(.viewer),
                query: QueryParameter.paging, answer: .page(.named("Factory")), handler: list),
            Route(
                method: .post, path: "/api/factories", summary: "Make a factory.", access: .user(.supervisor),
                body: Self.draft, makesOnce: true, status: .created, answer: .data(.named("Factory")), handler: create),
            Route(
                method: .get, path: "/api/factories/{id}", summary: "One factory.", access: .user(.viewer),
                answer: .data(.named("Factory")), handler: get),
            Route(
                method: .patch, path: "/api/factories/{id}", summary: "Change a factory; what is left out stays.",
                access: .user(.supervisor), body: Self.change, answer: .data(.named("Factory")), handler: update),
            Route(
                method: .delete, path: "/api/factories/{id}", summary: "Remove a factory that has no machines.",
                access: .user(.admin), status: .noContent, answer: .nothing, handler: delete),
        ]
    }

    private func list(_ request: APIRequest) async throws -> APIAnswer {
        let (page, size) = try request.page()
        let found = try await hub.plant.factories(
            limit: size, offset: (page - 1) * size, try request.user().scope)
        return .page(found.items.map(\.json), Pagination(page: page, pageSize: size, total: found.total))
    }

    private func create(_ request: APIRequest) async throws -> APIAnswer {
        let user = try request.user()
        let change = try change(request)
        let made = try await hub.plant.makeFactory(
            change, as: request.identity.map { FactoryID($0) }, by: try request.actor(), at: hub.clock.now(),
            user.scope)
        guard let made else { throw Self.taken }
        return .created(made.json)
    }

    private func get(_ request: APIRequest) async throws -> APIAnswer {
        let id: FactoryID = try request.id(of: "factory")
        guard let factory = try await hub.plant.factory(id, try request.user().scope) else {
            throw APIError.notFound("factory")
        }
        return .ok(factory.json)
    }

    private func update(_ request: APIRequest) async throws -> APIAnswer {
        let user = try request.user()
        let id: FactoryID = try request.id(of: "factory")
        switch try await hub.plant.change(
            id, try change(request), by: try request.actor(), at: hub.clock.now(), user.scope)
        {
        case .done(let factory): return .ok(factory.json)
        case .notFound: throw APIError.notFound("factory")
        case .taken: throw Self.taken
        }
    }

    private func delete(_ request: APIRequest) async throws -> APIAnswer {
        let user = try request.user()
        let id: FactoryID = try request.id(of: "factory")
        switch try await hub.plant.removeFactory(id, by: try request.actor(), at: hub.clock.now(), user.scope) {
        case .done: return .none
        case .notFound: throw APIError.notFound("factory")
        case .inUse: throw APIError.conflict("FACTORY_NOT_EMPTY", "The factory has machines; remove them first.")
        }
    }

    private func change(_ request: APIRequest) throws -> FactoryChange {
        let zone = request.text("timeZone")
        if let zone, !Self.isTimeZone(zone) {
            throw APIError.invalid("timeZone", "must be a name of the IANA database, as Europe/Berlin")
        }
        if let name = request.text("name"), !MachineKey.isLevel(name) {
            throw APIError.invalid("name", "must not hold / + or #, because it stands in topics")
        }
        return FactoryChange(
            name: request.text("name"), location: request.text("location"), timeZone: zone,
            tariff: request.body["tariff"]?.number)
    }

    private static let taken = APIError.conflict("FACTORY_EXISTS", "There is a factory with this name already.")

    /// The form of a zone's name; whether there is such a zone the database says.
    private static func isTimeZone(_ text: String) -> Bool {
        text.utf8.allSatisfy { byte in
            Character(Unicode.Scalar(byte)).isLetter || Character(Unicode.Scalar(byte)).isNumber
                || [UInt8(ascii: "/"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "+")].contains(byte)
        }
    }

    private static let draft = Schema.fields(
        .required("name", .string(min: 1, max: 255)), .optional("location", .string(max: 255)),
        .optional("timeZone", .string(min: 1, max: 64)), .optional("tariff", .number(min: 0, max: 1_000)))

    private static let change = Schema.fields(
        .optional("name", .string(min: 1, max: 255)), .optional("location", .string(max: 255)),
        .optional("timeZone", .string(min: 1, max: 64)), .optional("tariff", .number(min: 0, max: 1_000)))
}

extension Factory: JSONRepresentable {
    package var json: JSONValue {
        [
            "id": .of(id), "name": .string(name), "location": .of(location), "timeZone": .string(timeZone),
            "tariff": .of(tariff), "createdAt": .of(createdAt),
        ]
    }
}

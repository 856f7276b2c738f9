internal import HTTPTypes
internal import HubModels
internal import HubPlant
internal import HubStore
internal import HubTenancy
internal import Runtime
internal import Telemetry

/// The isolation forests of machines: fitted here from history, run by the machine's agent.
struct ForestRoutes: Sendable {
    let hub: HubServices
    let queue: FittingQueue

    var routes: [Route] {
        [
            Route(
                method: .post, path: "/api/machines/{id}/forest",
                summary: "Fit an isolation forest to the machine's history, and have its agent run it.",
                access: .user(.supervisor), body: Self.wish, status: .created, answer: .data(.named("Forest")),
                handler: fit),
            Route(
                method: .get, path: "/api/machines/{id}/forest",
                summary: "The machine's forests, each with what it was fitted to, newest first.",
                access: .user(.viewer), answer: .data(.named("Forests")), handler: show),
            Route(
                method: .delete, path: "/api/machines/{id}/forest",
                summary: "Have the machine run no forest; its versions are kept.", access: .user(.supervisor),
                status: .noContent, answer: .nothing, handler: withdraw),
            Route(
                method: .post, path: "/api/machines/{id}/forest/{version}/deploy",
                summary: "Have the machine run this version.", access: .user(.supervisor),
                answer: .data(.named("Forest")), handler: deploy),
        ]
    }

    private func fit(_ request: APIRequest) async throws -> APIAnswer {
        let machine: MachineID = try request.id(of: "machine")
        let user = try request.user()
        let wish = try wish(request, of: machine)
        let actor = try request.actor()
        let card = try await queue.withTurn { try await fit(wish, by: actor, user.scope) }
        guard let card else { throw APIError.notFound("machine") }
        return .created(ForestView.json(card))
    }

    /// Reads, fits and stores; nothing when the tenant has no such machine.
    private func fit(_ wish: FitRequest, by actor: Actor, _ scope: TenantScope) async throws -> ForestCard? {
        do {
            guard let rows = try await hub.readings.rows(for: wish, scope) else { return nil }
            let version = try await hub.forests.nextVersion(of: wish.machine, scope)
            let forest = try await hub.analytics.run {
                try ForestFitting.fit(rows, machine: wish.machine, version: version)
            }
            return try await hub.forests.keep(forest, by: actor, at: hub.clock.now(), scope)
        } catch let refusal as FitRefusal {
            throw APIError(.unprocessableContent, refusal.code, refusal.message)
        }
    }

    private func show(_ request: APIRequest) async throws -> APIAnswer {
        let machine: MachineID = try request.id(of: "machine")
        guard let cards = try await hub.forests.cards(of: machine, try request.user().scope) else {
            throw APIError.notFound("machine")
        }
        return .ok([
            "machineId": .of(machine), "deployedVersion": .of(cards.first { $0.isDeployed }?.version),
            "versions": .array(cards.map(ForestView.json)),
        ])
    }

    private func deploy(_ request: APIRequest) async throws -> APIAnswer {
        let machine: MachineID = try request.id(of: "machine")
        let user = try request.user()
        guard let version = request.parameters["version"].flatMap({ Int($0) }), (1...1_000_000_000).contains(version)
        else { throw APIError.notFound("forest") }
        let actor = try request.actor()
        let card = try await DocumentErrors.translating {
            try await hub.forests.deploy(version, of: machine, by: actor, at: hub.clock.now(), user.scope)
        }
        guard let card else { throw APIError.notFound("forest") }
        return .ok(ForestView.json(card))
    }

    private func withdraw(_ request: APIRequest) async throws -> APIAnswer {
        let machine: MachineID = try request.id(of: "machine")
        let user = try request.user()
        let isDone = try await hub.forests.withdraw(
            machine, by: try request.actor(), at: hub.clock.now(), user.scope)
        guard isDone else { throw APIError.notFound("machine") }
        return .none
    }

    private func wish(_ request: APIRequest, of machine: MachineID) throws -> FitRequest {
        let now = hub.clock.now()
        let to = try moment("to", request, now) ?? now
        let from = try moment("from", request, now) ?? to.advanced(seconds: -FitBounds.spanDefault)
        guard from < to else { throw APIError.invalid("from", "must be before to") }
        guard to.seconds(since: from) <= FitBounds.spanMax else {
            throw APIError.invalid("from", "must be at most \(Int(FitBounds.spanMax / 86_400)) days before to")
        }
        let features = try request.body["features"]?.elements?.map { element in
            guard let name = element.text.flatMap({ MetricName($0) }), !name.text.hasPrefix("~") else {
                throw APIError.invalid("features", "\(element.text?.prefix(64) ?? "") is no measured metric")
            }
            return name
        }
        return FitRequest(
            machine: machine, from: from, to: to, features: features.flatMap { $0.isEmpty ? nil : $0 })
    }

    private func moment(_ name: String, _ request: APIRequest, _ now: Timestamp) throws -> Timestamp? {
        guard let text = request.text(name) else { return nil }
        guard let moment = QueryValues.moment(text, now: now) else {
            throw APIError.invalid(name, "must be RFC 3339 with a zone, or as now-6h")
        }
        return moment
    }

    private static let wish = Schema.fields(
        .optional("from", .string(max: 64)), .optional("to", .string(max: 64)),
        .optional("features", .list(.string(min: 1, max: 128), max: FitBounds.featuresMax)))
}

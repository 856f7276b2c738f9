internal import HTTPTypes
internal import HubPlant
internal import HubStore
internal import HubTenancy
internal import Runtime
internal import Telemetry

/// Machines and their approval.
struct MachineRoutes: Sendable {
    let hub: HubServices

    var routes: [Route] {
        [
            Route(
                method: .get, path: "/api/machines",
                summary: "The machines, each with its newest values and its state.",
                access: .user(.viewer), query: QueryParameter.paging + Self.filters,
                answer: .page(.named("Machine")), handler: list),
            Route(
                method: .post, path: "/api/machines", summary: "Ask for a machine; someone else approves it.",
                access: .user(.operator), body: Self.draft, makesOnce: true, status: .created,
                answer: .data(.named("MachineDetail")), handler: create),
            Route(
                method: .get, path: "/api/machines/{id}", summary: "One machine.", access: .user(.viewer),
                answer: .data(.named("MachineDetail")), handler: get),
            Route(
                method: .patch, path: "/api/machines/{id}", summary: "Change a machine; what is left out stays.",
                access: .user(.operator), body: Self.change, answer: .data(.named("MachineDetail")), handler: update),
            Route(
                method: .delete, path: "/api/machines/{id}",
                summary: "Take a machine off the lists; its readings are kept for their time.",
                access: .user(.supervisor), status: .noContent, answer: .nothing, handler: delete),
            Route(
                method: .patch, path: "/api/machines/{id}/approve",
                summary: "Approve or reject a machine, once; or revoke its approval, for good.",
                access: .user(.supervisor), body: Self.approval, answer: .data(.named("MachineDetail")),
                handler: approve),
        ]
    }

    private func list(_ request: APIRequest) async throws -> APIAnswer {
        let (page, size) = try request.page()
        let filter = MachineFilter(
            status: try request.query.choice("status", of: Self.statuses), type: request.query.text("type"),
            factory: try request.query.id("factoryId"), text: request.query.text("q"))
        let found = try await hub.plant.machines(
            filter, limit: size, offset: (page - 1) * size, try request.user().scope)
        return .page(
            found.items.map { view($0) }, Pagination(page: page, pageSize: size, total: found.total))
    }

    private func create(_ request: APIRequest) async throws -> APIAnswer {
        let user = try request.user()
        guard let factory = request.body["factoryId"]?.text.flatMap(FactoryID.init) else {
            throw APIError.invalid("factoryId", "must be a UUID")
        }
        let draft = MachineDraft(
            name: try name(request) ?? "", type: request.text("type") ?? "", factory: factory,
            description: request.text("description"), profile: request.text("profile"))
        let id = request.identity.map { MachineID($0) }
        switch try await hub.plant.makeMachine(
            draft, as: id, by: try request.actor(), at: hub.clock.now(), user.scope)
        {
        case .done(let machine): return .created(view(machine, withIntervals: true))
        case .notFound: throw APIError.invalid("factoryId", "there is no such factory")
        case .taken: throw Self.taken
        }
    }

    private func get(_ request: APIRequest) async throws -> APIAnswer {
        let id: MachineID = try request.id(of: "machine")
        guard let machine = try await hub.plant.machine(id, try request.user().scope) else {
            throw APIError.notFound("machine")
        }
        return .ok(view(machine, withIntervals: true))
    }

    private func update(_ request: APIRequest) async throws -> APIAnswer {
        let user = try request.user()
        let id: MachineID = try request.id(of: "machine")
        let change = MachineChange(
            name: try name(request), type: request.text("type"), description: request.text("description"))
        let actor = try request.actor()
        let outcome = try await DocumentErrors.translating {
            try await hub.plant.change(id, change, by: actor, at: hub.clock.now(), user.scope)
        }
        switch outcome {
        case .done(let machine): return .ok(view(machine, withIntervals: true))
        case .notFound: throw APIError.notFound("machine")
        case .taken: throw Self.taken
        }
    }

    private func delete(_ request: APIRequest) async throws -> APIAnswer {
        let user = try request.user()
        let id: MachineID = try request.id(of: "machine")
        let outcome = try await hub.plant.removeMachine(id, by: try request.actor(), at: hub.clock.now(), user.scope)
        switch outcome {
        case .done: return .none
        case .notFound: throw APIError.notFound("machine")
        case .inUse:
            throw APIError.conflict(
                "MACHINE_IN_USE", "The machine is latched, has an active alert, or a command that has not ended.")
        }
    }

    private func approve(_ request: APIRequest) async throws -> APIAnswer {
        let user = try request.user()
        let id: MachineID = try request.id(of: "machine")
        guard let decision = request.text("decision").flatMap(Approval.init) else {
            throw APIError.invalid("decision", "must be APPROVED, REJECTED or REVOKED")
        }
        let actor = try request.actor()
        let outcome = try await DocumentErrors.translating {
            try await hub.plant.decide(
                id, decision, comment: request.text("comments"), by: actor, at: hub.clock.now(), user.scope)
        }
        switch outcome {
        case .notFound: throw APIError.notFound("machine")
        case .refused(let refusal): throw DocumentErrors.translate(refusal)
        case .done: break
        }
        guard let machine = try await hub.plant.machine(id, user.scope) else { throw APIError.notFound("machine") }
        return .ok(view(machine, withIntervals: true))
    }

    /// A name that can stand in topics, as the machine's own name there has to.
    private func name(_ request: APIRequest) throws -> String? {
        guard let name = request.text("name") else { return nil }
        guard MachineKey.isLevel(name) else {
            throw APIError.invalid("name", "must not hold / + or #, because it stands in topics")
        }
        return name
    }

    private func view(_ machine: Machine, withIntervals: Bool = false) -> JSONValue {
        MachineView.json(
            machine, withIntervals: withIntervals, at: hub.clock.now(),
            agentSilenceSeconds: hub.options.agentSilenceSeconds)
    }

    private static let taken = APIError.conflict(
        "MACHINE_EXISTS", "The factory has a machine with this name already.")

    private static let statuses = ["PENDING", "ONLINE", "MAINTENANCE", "OFFLINE", "REJECTED", "REVOKED"]

    private static let filters = [
        QueryParameter("status", Schemas.status, "Only machines with this status."),
        QueryParameter("type", .string(max: 64), "Only machines of this type."),
        QueryParameter("factoryId", .uuid, "Only machines of this factory."),
        QueryParameter("q", .string(max: 255), "Only machines whose name holds this."),
    ]

    private static let draft = Schema.fields(
        .required("name", .string(min: 1, max: 255)), .required("type", .string(min: 1, max: 64)),
        .required("factoryId", .uuid), .optional("description", .string(max: 2_000)),
        .optional("profile", .string(min: 1, max: 128)))

    private static let change = Schema.fields(
        .optional("name", .string(min: 1, max: 255)), .optional("type", .string(min: 1, max: 64)),
        .optional("description", .string(max: 2_000)))

    private static let approval = Schema.fields(
        .required("decision", .choice(["APPROVED", "REJECTED", "REVOKED"])), .optional("comments", .string(max: 2_000)))
}

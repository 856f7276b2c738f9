internal import HTTPTypes
internal import HubPlant
internal import HubStore
internal import HubTenancy
internal import Runtime
internal import SyncCore
internal import SyncWire
internal import Telemetry

/// Conflicts between edits of both sides, and how people end them (sync.md, Conflicts).
struct ConflictRoutes: Sendable {
    let hub: HubServices

    var routes: [Route] {
        [
            Route(
                method: .get, path: "/api/conflicts", summary: "Conflicts, the newest first.", access: .user(.viewer),
                query: QueryParameter.paging + Self.filters, answer: .page(.named("Conflict")), handler: list),
            Route(
                method: .get, path: "/api/conflicts/{id}", summary: "One conflict with its history.",
                access: .user(.viewer), answer: .data(.named("ConflictDetail")), handler: get),
            Route(
                method: .post, path: "/api/conflicts/{id}/claim", summary: "Take a conflict in hand.",
                access: .user(.operator), body: .fields(), answer: .data(.named("ConflictDetail")), handler: claim),
            Route(
                method: .post, path: "/api/conflicts/{id}/resolve",
                summary: "End a conflict: take a side, or set another value.", access: .user(.viewer),
                body: Self.resolution, answer: .data(.named("ConflictDetail")), handler: resolve),
            Route(
                method: .post, path: "/api/conflicts/{id}/undo", summary: "Take a decision back: decide again.",
                access: .user(.viewer),
                body: .fields(.optional("reason", .string(max: 2_000)), .optional("confirmSafety", .boolean)),
                answer: .data(.named("ConflictDetail")), handler: undo),
            Route(
                method: .get, path: "/api/conflicts/{id}/export",
                summary: "A conflict as a bundle that can be played again.", access: .user(.viewer),
                answer: .data(.object([], open: true)), handler: export),
        ]
    }

    private func list(_ request: APIRequest) async throws -> APIAnswer {
        let (page, size) = try request.page()
        let found = try await hub.conflicts.conflicts(
            try ConflictQuery.filter(request.query, now: hub.clock.now()), limit: size, offset: (page - 1) * size,
            try request.user().scope)
        return .page(
            found.items.map { ConflictView.json($0, withHistory: false) },
            Pagination(page: page, pageSize: size, total: found.total))
    }

    private func get(_ request: APIRequest) async throws -> APIAnswer {
        let id: ConflictID = try request.id(of: "conflict")
        guard let shown = try await hub.conflicts.conflict(id, try request.user().scope) else {
            throw APIError.notFound("conflict")
        }
        var answer = APIAnswer.ok(ConflictView.json(shown, withHistory: true))
        answer.headers[.eTag] = "\"\(shown.record.revision)\""
        return answer
    }

    private func claim(_ request: APIRequest) async throws -> APIAnswer {
        let id: ConflictID = try request.id(of: "conflict")
        return try await changed(request) { actor, now, scope in
            try await hub.conflicts.claim(id, by: actor, at: now, scope)
        }
    }

    private func undo(_ request: APIRequest) async throws -> APIAnswer {
        let id: ConflictID = try request.id(of: "conflict")
        let role = try request.user().role
        guard role >= .supervisor else {
            throw DocumentErrors.translate(EditRefusal.notPermitted(needs: .supervisor))
        }
        return try await changed(request) { actor, now, scope in
            try await hub.conflicts.reopen(
                id, reason: request.text("reason") ?? "", authority: role.authority,
                confirmsSafety: request.body["confirmSafety"]?.bool ?? false, by: actor, at: now, scope)
        }
    }

    private func resolve(_ request: APIRequest) async throws -> APIAnswer {
        let id: ConflictID = try request.id(of: "conflict")
        let user = try request.user()
        guard let before = try await hub.conflicts.conflict(id, user.scope) else {
            throw APIError.notFound("conflict")
        }
        let wish = ConflictWish(
            choice: try choice(request.body, path: before.record.conflict.path),
            reason: request.text("reason") ?? "", ifRevision: request.body["ifRevision"]?.integer,
            confirmsSafety: request.body["confirmSafety"]?.bool ?? false, authority: user.role.authority)
        return try await changed(request) { actor, now, scope in
            try await hub.conflicts.resolve(id, wish, by: actor, at: now, scope)
        }
    }

    private func choice(_ body: JSONValue, path: FieldPath) throws -> ConflictChoice {
        let set = body["set"]?.fields ?? []
        if let take = body["take"]?.text {
            guard set.isEmpty, let choice = ConflictChoice(word: take) else {
                throw APIError.invalid("set", "cannot be given together with take")
            }
            return choice
        }
        guard set.count == 1, let field = set.first, field.name == path.description else {
            throw APIError.invalid("set", "must hold a value for \(path), and only for it, unless take is given")
        }
        return .value(try field.value.fieldOfDocument("set.\(path)"))
    }

    private func changed(
        _ request: APIRequest, _ work: (Actor, Timestamp, TenantScope) async throws -> ConflictChange
    ) async throws -> APIAnswer {
        let scope = try request.user().scope
        let actor = try request.actor()
        let change = try await DocumentErrors.translating { try await work(actor, hub.clock.now(), scope) }
        return .ok(ConflictView.json(change.conflict, withHistory: true))
    }

    private func export(_ request: APIRequest) async throws -> APIAnswer {
        let id: ConflictID = try request.id(of: "conflict")
        guard let evidence = try await hub.conflicts.evidence(of: id, try request.user().scope) else {
            throw APIError.notFound("conflict")
        }
        return .ok(ConflictBundle.json(evidence.conflict, before: evidence.before, policies: .standard))
    }

    private static let filters = [
        QueryParameter("state", .choice(ConflictQuery.states), "Only conflicts in this state; open: not yet decided."),
        QueryParameter("machineId", .uuid, "Only conflicts of this machine and its alerts."),
        QueryParameter("olderThan", .string(max: 16), "Only conflicts found so long ago or longer, as 4h."),
        QueryParameter("severity", Schemas.severity, "Only conflicts of this severity."),
        QueryParameter("path", .string(max: 256), "Only conflicts of this field."),
        QueryParameter("rule", .choice(MergeRule.allCases.map(\.rawValue)), "Only conflicts under this rule."),
    ]

    private static let resolution = Schema.fields(
        .optional("take", .choice(["edge", "hub", "base"])), .optional("set", .map(.any)),
        .required("reason", .string(min: 1, max: 2_000)), .optional("ifRevision", .integer(min: 0)),
        .optional("confirmSafety", .boolean))
}

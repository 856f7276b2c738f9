internal import HTTPTypes
internal import HubPlant
internal import HubStore
internal import HubTenancy
internal import Runtime
internal import SyncCore
internal import SyncWire
internal import Telemetry

/// Many conflicts at once: to end them alike, or to see what another policy would have made of them.
struct ConflictBulkRoutes: Sendable {
    /// Conflicts in one call at most.
    private static let conflictsMax = 500

    let hub: HubServices

    var routes: [Route] {
        [
            Route(
                method: .post, path: "/api/conflicts/resolve",
                summary: "End all conflicts that are meant by taking one side; with dryRun only say what would be.",
                access: .user(.viewer), body: Self.resolution, answer: .data(Self.resolved), handler: resolve),
            Route(
                method: .post, path: "/api/conflicts/replay",
                summary: "What another policy would have made of conflicts.",
                access: .user(.viewer), body: Self.replay, bodyBytesMax: 256 << 10, makesOnce: true,
                answer: .data(.list(.named("ConflictReplay"))), handler: replay),
        ]
    }

    private func resolve(_ request: APIRequest) async throws -> APIAnswer {
        let user = try request.user()
        guard user.role >= .supervisor else {
            throw DocumentErrors.translate(EditRefusal.notPermitted(needs: .supervisor))
        }
        guard let choice = ConflictChoice(word: request.text("take") ?? "") else {
            throw APIError.invalid("take", "must be edge, hub or base")
        }
        let isDryRun = request.body["dryRun"]?.bool ?? false
        guard isDryRun || !(request.text("reason") ?? "").isEmpty else {
            throw APIError.invalid("reason", "must say why; only a dry run needs none")
        }
        let found = try await hub.conflicts.conflicts(
            try ConflictQuery.filter(request.body["where"] ?? [:]), limit: Self.conflictsMax, offset: 0, user.scope)
        var done: [JSONValue] = []
        var refused: [JSONValue] = []
        for shown in found.items {
            let id = shown.record.conflict.id
            let wish = ConflictWish(
                choice: choice, reason: request.text("reason") ?? "", ifRevision: Int64(shown.record.revision),
                confirmsSafety: request.body["confirmSafety"]?.bool ?? false, authority: user.role.authority)
            do {
                let change = try await hub.conflicts.resolve(
                    id, wish, isDryRun: isDryRun, by: try request.actor(), at: hub.clock.now(), user.scope)
                done.append(Self.line(shown, value: change.value))
            } catch let error as any CodedError where error is DocumentFailure || error is EditRefusal {
                refused.append(["id": .of(id), "code": .string(error.code), "message": .string(error.message)])
            }
        }
        return .ok([
            "dryRun": .bool(isDryRun), "matched": .of(found.total), "resolved": .array(done),
            "refused": .array(refused),
        ])
    }

    private func replay(_ request: APIRequest) async throws -> APIAnswer {
        let scope = try request.user().scope
        let policies = try await DocumentErrors.translating {
            try PolicyTable(json: (request.body["policy"] ?? .null).fieldValue)
        }
        if let text = request.text("id") {
            guard let id = ConflictID(text), let shown = try await hub.conflicts.conflict(id, scope) else {
                throw APIError.notFound("conflict")
            }
            return .ok([ConflictBundle.replay(shown, by: policies)])
        }
        var filter = ConflictFilter()
        if let since = request.text("since") {
            guard let moment = QueryValues.moment(since, now: hub.clock.now()) else {
                throw APIError.invalid("since", "must be RFC 3339 with a zone, or as now-6h")
            }
            filter.detectedSince = moment
        }
        let found = try await hub.conflicts.conflicts(filter, limit: Self.conflictsMax, offset: 0, scope)
        return .ok(.array(found.items.map { ConflictBundle.replay($0, by: policies) }))
    }

    private static func line(_ shown: ShownConflict, value: FieldValue?) -> JSONValue {
        let conflict = shown.record.conflict
        return [
            "id": .of(conflict.id), "document": .string(conflict.document.description),
            "path": .string(conflict.path.description), "machineId": .of(shown.machine),
            "machineName": .of(shown.machineName), "value": .of(value),
        ]
    }

    private static let resolution = Schema.fields(
        .required(
            "where",
            .fields(
                .optional("state", .choice(ConflictQuery.states)), .optional("machineId", .uuid),
                .optional("severity", .choice(Severity.allCases.map(\.rawValue))),
                .optional("path", .string(max: 256)),
                .optional("rule", .choice(MergeRule.allCases.map(\.rawValue))))),
        .required("take", .choice(["edge", "hub", "base"])), .optional("reason", .string(max: 2_000)),
        .optional("dryRun", .boolean), .optional("confirmSafety", .boolean))

    private static let resolved = Schema.fields(
        .required("dryRun", .boolean), .required("matched", .integer(min: 0)),
        .required("resolved", .list(.object([], open: true))),
        .required(
            "refused",
            .list(
                .fields(.required("id", .uuid), .required("code", .string()), .required("message", .string())))))

    private static let replay = Schema.fields(
        .optional("id", .uuid), .optional("since", .string(max: 64)), .required("policy", .object([], open: true)))
}

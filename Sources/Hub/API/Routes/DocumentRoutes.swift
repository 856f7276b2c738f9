internal import HTTPTypes
internal import HubPlant
internal import HubStore
internal import HubTenancy
internal import Runtime
internal import SyncCore
internal import SyncWire
internal import Telemetry

/// Documents of machines (settings, limits, status, latches, notes) and of agents (configuration); sync.md, Documents.
struct DocumentRoutes: Sendable {
    /// Fields in one edit at most.
    private static let fieldsMax = 64

    let hub: HubServices

    var routes: [Route] {
        routes(of: "machines", editor: .operator) { .machine(try $0.id(of: "machine")) }
            + routes(of: "agents", editor: .admin) { .agent(try $0.id(of: "agent")) }
    }

    private func routes(
        of collection: String, editor: Role, subject: @escaping @Sendable (APIRequest) throws -> DocumentSubject
    ) -> [Route] {
        let path = "/api/\(collection)/{id}/document"
        let one = collection == "agents" ? "an agent" : "a machine"
        return [
            Route(
                method: .get, path: path, summary: "What holds for \(one), field by field, with who wrote it.",
                access: .user(.viewer), answer: .data(.named("Document"))
            ) { try await get($0, subject) },
            Route(
                method: .patch, path: path,
                summary:
                    "Edit fields of \(one); null takes one away. A latch is cleared by naming the writes that set it.",
                access: .user(editor), body: Self.edit, answer: .data(.named("Document"))
            ) { try await update($0, subject) },
            Route(
                method: .get, path: path + "/history",
                summary: "What was written into the document of \(one), the newest first.", access: .user(.viewer),
                query: QueryParameter.paging + [QueryParameter("path", .string(max: 256), "Only this field.")],
                answer: .page(.named("DocumentEntry"))
            ) { try await history($0, subject) },
        ]
    }

    private typealias Subject = (APIRequest) throws -> DocumentSubject

    private func get(_ request: APIRequest, _ subject: Subject) async throws -> APIAnswer {
        let subject = try subject(request)
        let scope = try request.user().scope
        return Self.answer(try await DocumentErrors.translating { try await hub.plant.document(of: subject, scope) })
    }

    private func history(_ request: APIRequest, _ subject: Subject) async throws -> APIAnswer {
        let subject = try subject(request)
        let (page, size) = try request.page()
        let scope = try request.user().scope
        let path = request.query.text("path").flatMap(FieldPath.init)
        let found = try await DocumentErrors.translating {
            try await hub.plant.history(of: subject, path: path, limit: size, offset: (page - 1) * size, scope)
        }
        return .page(found.items.map(DocumentView.json), Pagination(page: page, pageSize: size, total: found.total))
    }

    private func update(_ request: APIRequest, _ subject: Subject) async throws -> APIAnswer {
        let subject = try subject(request)
        let user = try request.user()
        let edits = try edits(request, user)
        let matched = try Self.matched(request)
        let actor = try request.actor()
        do {
            let document = try await hub.plant.edit(
                subject, edits, ifRevision: matched ?? request.body["ifRevision"]?.integer, by: actor,
                at: hub.clock.now(), user.scope)
            return Self.answer(document)
        } catch DocumentFailure.staleRevision(let current) where matched != nil {
            throw APIError(
                .preconditionFailed, "PRECONDITION_FAILED", "If-Match does not hold: the revision is \(current).")
        } catch {
            throw DocumentErrors.translate(error)
        }
    }

    private func edits(_ request: APIRequest, _ user: AccessClaims) throws -> [FieldEdit] {
        let fields = request.body["fields"]?.fields ?? []
        guard (1...Self.fieldsMax).contains(fields.count) else {
            throw APIError.invalid("fields", "must hold 1 to \(Self.fieldsMax) fields")
        }
        return try fields.map { field in
            guard let path = FieldPath(field.name) else { throw APIError.invalid("fields", "has a path that is none") }
            return FieldEdit(
                path: path, value: try field.value.fieldOfDocument("fields.\(path)"), actor: user.email,
                authority: user.role.authority, reason: request.text("reason") ?? "",
                names: try names(request.body["names"]?[path.description], path))
        }
    }

    private func names(_ named: JSONValue?, _ path: FieldPath) throws -> [Dot] {
        try (named?.elements ?? []).map { element in
            guard let dot = element.text.flatMap(Dot.init) else {
                throw APIError.invalid("names.\(path)", "must hold names of writes, as edge/…/12")
            }
            return dot
        }
    }

    /// The revision that `If-Match` asks for.
    private static func matched(_ request: APIRequest) throws -> Int64? {
        guard let text = request.headers[.ifMatch]?.trimmed, text != "*" else { return nil }
        guard text.hasPrefix("\""), text.hasSuffix("\""), let revision = Int64(text.dropFirst().dropLast()) else {
            throw APIError(.preconditionFailed, "PRECONDITION_FAILED", "If-Match is no tag of this document.")
        }
        return revision
    }

    private static func answer(_ stored: StoredDocument) -> APIAnswer {
        var answer = APIAnswer.ok(DocumentView.json(stored, by: .standard))
        answer.headers[.eTag] = "\"\(stored.revision)\""
        return answer
    }

    private static let edit = Schema.fields(
        .required("fields", .map(.any)), .optional("names", .map(.list(.string(max: 128), max: 64))),
        .optional("reason", .string(max: 2_000)), .optional("ifRevision", .integer(min: 0)))
}

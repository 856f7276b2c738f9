internal import AgentConsole
internal import AgentStore
internal import SyncCore
internal import SyncWire
internal import Telemetry

/// `/api/documents`: what is set on the gateway, and the changes of people who stand before the machine.
extension PlantLoop {
    func controlDocuments(_ request: ControlRequest, _ rest: [String]) throws -> ControlAnswer {
        switch rest.count {
        case 0:
            try allow(["GET"], request)
            return try listDocuments(request)
        case 1:
            try allow(["GET", "PATCH"], request)
            guard let key = DocumentKey(rest[0]) else { throw ControlFault.notFound("document") }
            if request.method == "PATCH" { try patch(key, request) }
            return .data(try view(key, mayBeNew: knows(key)))
        default: throw ControlFault.notFound("path")
        }
    }

    private func listDocuments(_ request: ControlRequest) throws -> ControlAnswer {
        let (offset, size) = try request.page()
        let kind = request.query["kind"]
        let keys = try store.documentKeys(count: AgentStore.documentsMax).filter {
            kind == nil || $0.kind.rawValue == kind
        }
        let rows = try keys.dropFirst(offset).prefix(size).map { try view($0, mayBeNew: false) }
        return .data(.list(rows), hasMore: offset + rows.count < keys.count)
    }

    private func view(_ key: DocumentKey, mayBeNew: Bool) throws -> FieldValue {
        guard let copies = try store.documentCopies(key) else {
            guard mayBeNew else { throw ControlFault.notFound("document") }
            let fresh = DocumentView(
                document: Document(key: key), policies: store.policies, isAgreed: true, updated: startedAt)
            return FieldValue(document: fresh)
        }
        return FieldValue(
            document: DocumentView(
                document: copies.local, policies: store.policies, isAgreed: copies.isAgreed, updated: copies.updated))
    }

    /// Writes all fields of the request, or none.
    private func patch(_ key: DocumentKey, _ request: ControlRequest) throws {
        guard case .object(let members)? = request["fields"], !members.isEmpty else {
            throw ControlFault.invalid("fields", "is no object with fields in it")
        }
        let known = try store.document(key)
        guard known != nil || knows(key) else { throw ControlFault.notFound("document") }
        if let seen = try request.integer("ifRevision"), UInt64(clamping: seen) != known?.revision ?? 0 {
            throw ControlFault.stale
        }
        let reason = try request.text("reason") ?? ""
        var fields: [FieldEdit] = []
        for (name, value) in members.sorted(by: { $0.key < $1.key }) {
            guard let path = FieldPath(name) else { throw ControlFault.invalid("fields.\(name)", "cannot be a path") }
            fields.append(
                FieldEdit(
                    path: path, value: value == .null ? nil : value, actor: request.caller.name,
                    authority: request.caller.authority, reason: reason, names: try names(request, path: name)))
        }
        try write(DocumentEdit(key: key, fields: fields))
    }

    /// The latches that the caller has seen: a list for all fields, or one for each.
    private func names(_ request: ControlRequest, path: String) throws -> [Dot] {
        let list: FieldValue?
        if case .object(let byPath)? = request["names"] { list = byPath[path] } else { list = request["names"] }
        guard let list else { return [] }
        guard case .list(let values) = list else { throw ControlFault.invalid("names", "is no list") }
        return try values.map { value in
            guard let dot = value.text.flatMap(Dot.init) else {
                throw ControlFault.invalid("names", "\(value) names no write")
            }
            return dot
        }
    }

    /// Writes a person's edit, and lets it take effect at once.
    func write(_ edit: DocumentEdit) throws {
        switch try store.edit(edit, at: now) {
        case .written: applyDocuments()
        case .refused(let refusal): throw refusal
        case .full:
            throw ControlFault(409, "DOCUMENTS_FULL", "The agent has \(AgentStore.documentsMax) documents, its most.")
        }
    }
}

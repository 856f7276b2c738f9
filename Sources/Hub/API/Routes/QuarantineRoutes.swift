internal import HTTPTypes
internal import HubIngest
internal import HubPlant
internal import HubStore
internal import HubTenancy
internal import Runtime
internal import Telemetry

/// Records that could not be taken in: look at them, replay them, drop them.
struct QuarantineRoutes: Sendable {
    let hub: HubServices
    let rounds: RoundService

    var routes: [Route] {
        [
            Route(
                method: .get, path: "/api/sync/quarantine",
                summary: "What the hub could not take in of agents' streams, the newest first.",
                access: .user(.supervisor), query: QueryParameter.paging + Self.filters,
                answer: .page(.named("QuarantinedRecord")), handler: list),
            Route(
                method: .get, path: "/api/sync/quarantine/{id}", summary: "One record, with its bytes in base64.",
                access: .user(.supervisor), answer: .data(.named("QuarantinedRecord")), handler: get),
            Route(
                method: .post, path: "/api/sync/quarantine/{id}/replay",
                summary: "Take a record in as a round would; it stays in quarantine when that cannot be.",
                access: .user(.supervisor), answer: .data(.named("QuarantinedRecord")), handler: replay),
            Route(
                method: .delete, path: "/api/sync/quarantine/{id}",
                summary: "Drop a record for good; readings in it are said to be missing.", access: .user(.supervisor),
                status: .noContent, answer: .nothing, handler: drop),
        ]
    }

    private func list(_ request: APIRequest) async throws -> APIAnswer {
        let (page, size) = try request.page()
        let filter = QuarantineFilter(
            stream: try request.query.choice("stream", of: Self.streams), agent: try request.query.id("agentId"),
            includesReplayed: try request.query.flag("replayed") ?? false)
        let found = try await hub.plant.quarantined(
            filter, limit: size, offset: (page - 1) * size, try request.user().scope)
        return .page(found.items.map(Self.json), Pagination(page: page, pageSize: size, total: found.total))
    }

    private func get(_ request: APIRequest) async throws -> APIAnswer {
        .ok(Self.json(try await record(request)))
    }

    private func replay(_ request: APIRequest) async throws -> APIAnswer {
        let record = try await record(request)
        do {
            try await rounds.replay(
                record.id, by: try request.actor(), at: hub.clock.now(), try request.user().scope)
        } catch let refusal as ReplayRefusal {
            switch refusal {
            case .notWaiting, .collides, .notReplayable: throw APIError.conflict(refusal.code, refusal.message)
            case .unreadable: throw APIError(.unprocessableContent, refusal.code, refusal.message)
            }
        }
        return .ok(Self.json(try await self.record(request)))
    }

    private func drop(_ request: APIRequest) async throws -> APIAnswer {
        let isGone = try await hub.plant.dropQuarantined(
            try id(request), by: try request.actor(), at: hub.clock.now(), try request.user().scope)
        guard isGone else { throw APIError.notFound("record") }
        return .none
    }

    private func record(_ request: APIRequest) async throws -> QuarantinedRecord {
        guard let found = try await hub.plant.quarantined(try id(request), try request.user().scope) else {
            throw APIError.notFound("record")
        }
        return found
    }

    private func id(_ request: APIRequest) throws -> Int64 {
        guard let id = request.parameters["id"].flatMap({ Int64($0) }) else { throw APIError.notFound("record") }
        return id
    }

    private static func json(_ record: QuarantinedRecord) -> JSONValue {
        [
            "id": .of(record.id), "agentId": .of(record.agent), "agentName": .of(record.agentName),
            "incarnation": .of(record.incarnation), "stream": .of(record.stream),
            "seq": .of(Int64(clamping: record.seq)),
            "kind": .of(record.kind), "code": .of(record.code), "message": .of(record.message),
            "bytes": .of(record.bytes), "receivedAt": .of(record.receivedAt), "replayedAt": .of(record.replayedAt),
            "replayedBy": .of(record.replayedBy),
            "payload": record.payload.isEmpty ? .null : .string(Base64.encode(record.payload)),
        ]
    }

    private static let streams = ["events", "documents", "telemetry"]

    private static let filters = [
        QueryParameter("stream", .choice(streams), "Only records of this stream."),
        QueryParameter("agentId", .uuid, "Only records of this agent."),
        QueryParameter("replayed", .boolean, "Whether those that were replayed are shown as well."),
    ]
}

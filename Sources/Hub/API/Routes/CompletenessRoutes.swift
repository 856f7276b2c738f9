internal import HTTPTypes
internal import HubPlant
internal import HubStore
internal import HubTenancy
internal import Runtime
internal import Telemetry

/// What the hub has of each machine-hour, and why not all of it.
struct CompletenessRoutes: Sendable {
    let hub: HubServices

    var routes: [Route] {
        [
            Route(
                method: .get, path: "/api/machines/{id}/completeness",
                summary: "Each hour of a machine: complete, thinned, missing or unknown, and why.",
                access: .user(.viewer),
                query: [
                    QueryParameter(
                        "from", .string(max: 64), "The first moment: RFC 3339 or as now-7d; a day ago without."),
                    QueryParameter("to", .string(max: 64), "The end, itself left out; now without."),
                ], answer: .data(.list(.named("MachineHour"))), handler: completeness)
        ]
    }

    private func completeness(_ request: APIRequest) async throws -> APIAnswer {
        let machine: MachineID = try request.id(of: "machine")
        let now = hub.clock.now()
        let to = try request.query.moment("to", now: now) ?? now
        let from = try request.query.moment("from", now: now) ?? to.advanced(seconds: -86_400)
        guard from < to else { throw APIError.invalid("from", "must be before to") }
        guard to.seconds(since: from) <= Self.daysMax * 86_400 else {
            throw APIError.invalid("from", "must be at most \(Int(Self.daysMax)) days before to")
        }
        let found = try await hub.readings.recordKeeping(
            try request.user().scope, machine: machine, from: from, to: to)
        guard let found else { throw APIError.notFound("machine") }
        return .ok(.array(found.hours(from: from, to: to, now: now).map(Self.json)))
    }

    private static func json(_ hour: MachineHour) -> JSONValue {
        [
            "hour": .of(hour.hour), "state": .string(hour.state.rawValue), "readings": .of(hour.readings),
            "expected": .of(hour.expected),
            "reasons": .array(
                hour.reasons.map { reason in
                    [
                        "reason": .string(reason.reason), "readings": .of(reason.readings),
                        "readingsOfAgent": .of(reason.readingsOfAgent), "from": .of(reason.from),
                        "to": .of(reason.to), "thinnedToSeconds": .of(reason.thinnedToSeconds),
                    ]
                }),
        ]
    }

    private static let daysMax = 93.0
}

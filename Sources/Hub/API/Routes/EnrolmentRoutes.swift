internal import HTTPTypes
internal import HubPlant
internal import HubStore
internal import HubTenancy
internal import Runtime
internal import SyncWire
internal import Telemetry

/// How an agent becomes known: a one-time token and a request for a certificate give an identity (sync.md).
///
/// It stands on the port of the API: who is not known yet has no certificate to show.
struct EnrolmentRoutes: Sendable {
    let hub: HubServices
    let agents: AgentServices
    let enrolments: RateLimiter<String>

    var routes: [Route] {
        [
            Route(
                method: .post, path: "/sync/v1/enrol",
                summary: "Change a one-time token and a request for a certificate for an agent's identity.",
                access: .anyone, body: Self.request, bodyBytesMax: 16_384, answer: .data(AgentIdentityView.schema),
                handler: enrol)
        ]
    }

    private func enrol(_ request: APIRequest) async throws -> APIAnswer {
        let rate = enrolments.take(request.address)
        guard rate.isAllowed else {
            throw APIError.tooMany(
                "TOO_MANY_ENROLMENTS", "Too many enrolments from this address.",
                retryAfterSeconds: rate.retryAfterSeconds)
        }
        // Before the token: a request that cannot be signed must not use it up.
        let signing = try SigningRequest(pem: request.text("request") ?? "")
        guard let token = OpaqueToken(request.text("token") ?? "", for: .enrolment) else { throw Self.refused }
        let now = hub.clock.now()
        var random = SystemRandomNumberGenerator()
        let agents = agents
        let wish = EnrolmentRequest(
            agent: .timeOrdered(at: now, using: &random), tokenHash: token.hash, name: request.text("name") ?? "",
            version: request.text("version") ?? "",
            incarnation: request.text("incarnation").flatMap(IncarnationID.init), address: request.address,
            commandKey: agents.commandKeys().first?.id)
        let enrolled = try await hub.plant.enrol(wish, at: now) { agent, tenant in
            try agents.authority.issue(
                signing, agent: agent, tenant: tenant, lifeSeconds: agents.certificateLifeSeconds, at: now)
        }
        guard let enrolled else { throw Self.refused }
        return .ok(AgentIdentityView.json(enrolled.certificate, agents))
    }

    private static let refused = APIError(
        .unauthorized, "ENROLMENT_TOKEN_INVALID", "The token was used, has run out, or never was; make a new one.")

    private static let request = Schema.fields(
        .required("token", .string(min: 1, max: 512)),
        .required("request", .string(min: 1, max: SigningRequest.bytesMax)), .optional("name", .string(max: 255)),
        .optional("incarnation", .uuid), .optional("version", .string(max: 64)))
}

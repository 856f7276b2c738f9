internal import HTTPTypes
internal import HubIngest
internal import HubPlant
internal import HubStore
internal import HubTenancy
internal import Hummingbird
internal import NIOCore
internal import Runtime
internal import SyncWire
internal import Telemetry

/// What agents call: to be enrolled, and for their rounds (sync.md).
struct SyncRoutes: Sendable {
    let hub: HubServices
    let rounds: RoundService
    /// How many rounds may be worked on at once.
    let gate: RoundGate
    /// Rounds of each agent: far more than one that keeps to its schedule makes.
    let rates: RateLimiter<AgentID>
    let enrolments: RateLimiter<String>
    let metrics: RoundMetrics

    var routes: [Route] {
        [
            Route(
                method: .post, path: "/sync/v1/enrol", summary: "Change a one-time token for a credential.",
                access: .anyone, body: Self.request, bodyBytesMax: 16_384, answer: .data(Self.enrolled),
                handler: enrol),
            Route(
                method: .post, path: "/sync/v1/round", summary: "One round of an agent: a frame for a frame.",
                access: .agent, takesBytes: true, bodyBytesMax: hub.options.roundBytesMax,
                answer: .bytes(type: RoundFrame.contentType), handler: round),
        ]
    }

    private func enrol(_ request: APIRequest) async throws -> APIAnswer {
        let rate = enrolments.take(request.address)
        guard rate.isAllowed else {
            throw APIError.tooMany(
                "TOO_MANY_ENROLMENTS", "Too many enrolments from this address.",
                retryAfterSeconds: rate.retryAfterSeconds)
        }
        guard let token = OpaqueToken(request.text("token") ?? "", for: .enrolment) else { throw Self.refused }
        let now = hub.clock.now()
        let credential = OpaqueToken(.agent)
        var random = SystemRandomNumberGenerator()
        let wish = EnrolmentRequest(
            agent: .timeOrdered(at: now, using: &random), tokenHash: token.hash, credentialHash: credential.hash,
            name: request.text("name") ?? "", version: request.text("version") ?? "",
            incarnation: request.text("incarnation").flatMap(IncarnationID.init), address: request.address)
        guard let enrolled = try await hub.plant.enrol(wish, at: now) else { throw Self.refused }
        hub.live.publish([PlantEvent(tenant: enrolled.scope.tenant, kind: .agentStatus(agent: enrolled.agent))])
        return .ok([
            "agentId": .of(enrolled.agent), "tenantId": .of(enrolled.scope.tenant),
            "credential": .string(credential.text),
        ])
    }

    private func round(_ request: APIRequest) async throws -> APIAnswer {
        let receivedAt = hub.clock.now()
        let began = hub.clock.uptime()
        do {
            let agent = try await authenticate(request)
            let rate = rates.take(agent.agent)
            guard rate.isAllowed else {
                throw APIError.tooMany(
                    "ROUNDS_TOO_FREQUENT", "This agent makes too many rounds.",
                    retryAfterSeconds: rate.retryAfterSeconds)
            }
            guard gate.enter() else {
                throw APIError.unavailable("ROUNDS_BUSY", "Too many rounds at once; come again.", retryAfterSeconds: 1)
            }
            defer { gate.leave() }
            let result = try await rounds.handle(
                frame: Array(request.bytes.readableBytesView), agent: agent, receivedAt: receivedAt)
            hub.live.publish(
                result.events + [PlantEvent(tenant: agent.scope.tenant, kind: .agentStatus(agent: agent.agent))])
            metrics.note(result.counts, seconds: hub.clock.uptime().seconds(since: began))
            return APIAnswer(status: .ok, content: .bytes(result.answer, type: RoundFrame.contentType))
        } catch {
            let refusal = Self.translate(error)
            metrics.refused((refusal as? APIError)?.code ?? "INTERNAL_ERROR")
            throw refusal
        }
    }

    private func authenticate(_ request: APIRequest) async throws -> AgentPrincipal {
        guard let text = RoutePipeline.bearer(request.headers), let credential = OpaqueToken(text, for: .agent),
            let known = try await hub.plant.authenticate(credential: credential.hash)
        else {
            throw APIError(
                .unauthorized, "CREDENTIAL_INVALID",
                "The agent's credential is not known or was revoked; enrol it again.")
        }
        return AgentPrincipal(scope: known.scope, agent: known.agent)
    }

    /// Errors of a round with the status that agents go by.
    private static func translate(_ error: any Error) -> any Error {
        switch error {
        case RoundFrameError.tooLarge, RoundFrameError.expandsTooMuch, RoundFrameError.tooMany:
            let fault = error as? any CodedError
            return APIError(.contentTooLarge, fault?.code ?? "FRAME_TOO_LARGE", fault?.message ?? "Too large.")
        case let fault as RoundFrameError: return APIError(.badRequest, fault.code, fault.message)
        case let refusal as RoundRefusal: return APIError(.forbidden, refusal.code, refusal.message)
        default: return error
        }
    }

    private static let refused = APIError(
        .unauthorized, "ENROLMENT_TOKEN_INVALID", "The token was used, has run out, or never was; make a new one.")

    private static let request = Schema.fields(
        .required("token", .string(min: 1, max: 512)), .optional("name", .string(max: 255)),
        .optional("incarnation", .uuid), .optional("version", .string(max: 64)))

    private static let enrolled = Schema.fields(
        .required("agentId", .uuid), .required("tenantId", .uuid), .required("credential", .string()))
}

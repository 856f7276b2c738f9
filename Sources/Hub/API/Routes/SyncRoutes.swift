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

/// What agents call over mutual TLS: their rounds, and their next certificate (sync.md).
///
/// Tenant and agent are those of the certificate, never of the body.
struct SyncRoutes: Sendable {
    let hub: HubServices
    let agents: AgentServices
    let rounds: RoundService
    /// How many rounds may be worked on at once.
    let gate: RoundGate
    /// Rounds of each agent: far more than one that keeps to its schedule makes.
    let rates: RateLimiter<AgentID>
    /// New certificates of each agent.
    let renewals: RateLimiter<AgentID>
    /// Pieces of models of each agent.
    let pieces: RateLimiter<AgentID>
    let metrics: RoundMetrics
    let standings: StandingView
    let journal: RoundJournal

    /// The one path that a certificate outside of its life still opens.
    static let renewPath = "/sync/v1/renew"

    var routes: [Route] {
        [
            Route(
                method: .post, path: "/sync/v1/round", summary: "One round of an agent: a frame for a frame.",
                access: .agent, takesBytes: true, bodyBytesMax: hub.options.roundBytesMax, admission: admit,
                bodyRefusal: refuseBody, answer: .bytes(type: RoundFrame.contentType), handler: round),
            Route(
                method: .post, path: Self.renewPath,
                summary: "The next certificate, for the key of a new request; the one that was shown stays good.",
                access: .agent, body: Self.request, bodyBytesMax: 16_384, answer: .data(AgentIdentityView.schema),
                handler: renew),
            Route(
                method: .post, path: "/sync/v1/identity", summary: "Who the hub takes the caller for.",
                access: .agent, answer: .data(Self.identity), handler: identity),
            Route(
                method: .get, path: "/sync/v1/blobs/{digest}",
                summary: "A piece of a model of a machine that the caller serves, at most 16 KiB of it.",
                access: .agent, query: [QueryParameter("offset", Self.offset, "Where the piece begins.")],
                answer: .bytes(type: "application/octet-stream"), handler: piece),
        ]
    }

    /// A revoked agent costs no reading of what it sends.
    private func admit(_ certificate: AgentCertificate) async throws {
        guard try await !standings.admits(certificate) else { return }
        let refusal = Self.translate(RoundRefusal.certificateRevoked)
        metrics.refused(RoundRefusal.certificateRevoked.code)
        throw refusal
    }

    /// A frame that is not read is refused as one that is, and counted.
    private func refuseBody(_ refusal: APIError) -> APIError {
        let isTooLarge = refusal.status == .contentTooLarge
        let told = isTooLarge ? APIError(.contentTooLarge, "FRAME_TOO_LARGE", refusal.message) : refusal
        metrics.refused(told.code)
        return told
    }

    private func round(_ request: APIRequest) async throws -> APIAnswer {
        let receivedAt = hub.clock.now()
        let began = hub.clock.uptime()
        do {
            let agent = AgentPrincipal(try request.agent())
            let rate = rates.take(agent.agent)
            guard rate.isAllowed else {
                throw APIError.tooMany(
                    "ROUNDS_TOO_FREQUENT", "This agent makes too many rounds.",
                    retryAfterSeconds: rate.retryAfterSeconds)
            }
            let urgency = RoundUrgency(request.headers)
            guard await gate.enter(urgency, bytes: request.bytes.readableBytes) else {
                throw APIError.unavailable(
                    "ROUNDS_BUSY", "Too many rounds at once; come again.",
                    retryAfterSeconds: gate.secondsAway(urgency, at: hub.clock.uptime()))
            }
            defer { gate.leave() }
            let result = try await rounds.handle(
                frame: Array(request.bytes.readableBytesView), agent: agent, receivedAt: receivedAt,
                load: gate.load)
            hub.relay.publish(result.events)
            try standings.note(request.agent(), stands: true)
            let seconds = hub.clock.uptime().seconds(since: began)
            metrics.note(result.counts, credits: result.credits, seconds: seconds)
            journal.note(
                agent.agent,
                RoundJournal.Entry(
                    at: receivedAt, seconds: seconds,
                    outcome: result.counts.finding ?? result.counts.refusal ?? "ok", counts: result.counts,
                    credits: result.credits))
            return APIAnswer(status: .ok, content: .bytes(result.answer, type: RoundFrame.contentType))
        } catch {
            try standings.note(request.agent(), stands: error as? RoundRefusal == .certificateRevoked ? false : nil)
            let refusal = Self.translate(error)
            metrics.refused((refusal as? APIError)?.code ?? "INTERNAL_ERROR")
            throw refusal
        }
    }

    private func renew(_ request: APIRequest) async throws -> APIAnswer {
        let shown = try request.agent()
        let rate = renewals.take(shown.agent)
        guard rate.isAllowed else {
            throw APIError.tooMany(
                "TOO_MANY_RENEWALS", "This agent asks for too many certificates.",
                retryAfterSeconds: rate.retryAfterSeconds)
        }
        let signing = try SigningRequest(pem: request.text("request") ?? "")
        let now = hub.clock.now()
        let issued = try agents.authority.issue(
            signing, agent: shown.agent, tenant: shown.tenant, lifeSeconds: agents.certificateLifeSeconds, at: now)
        guard try await hub.plant.renew(issued, of: shown, from: request.address, at: now) else {
            throw CertificateFault.revoked
        }
        return .ok(AgentIdentityView.json(issued, agents))
    }

    private func identity(_ request: APIRequest) async throws -> APIAnswer {
        let shown = try request.agent()
        guard try await hub.plant.stands(shown) else { throw CertificateFault.revoked }
        return .ok([
            "agentId": .of(shown.agent), "tenantId": .of(shown.tenant), "expiresAt": .of(shown.notAfter),
            "at": .of(hub.clock.now()),
        ])
    }

    /// Agents fetch models in pieces, so that an alert waits for one of them at most.
    private func piece(_ request: APIRequest) async throws -> APIAnswer {
        let shown = try request.agent()
        let rate = pieces.take(shown.agent)
        guard rate.isAllowed else {
            throw APIError.tooMany(
                "TOO_MANY_PIECES", "This agent asks for too many pieces of models.",
                retryAfterSeconds: rate.retryAfterSeconds)
        }
        guard try await hub.plant.stands(shown) else { throw CertificateFault.revoked }
        let offset = try request.query.integer("offset", in: 0...ModelWish.bytesMax) ?? 0
        guard let digest = request.parameters["digest"].flatMap({ Digest(hexadecimal: $0) }),
            let bytes = try await hub.forests.piece(of: digest, from: offset, for: shown.agent, shown.scope)
        else { throw APIError.notFound("blob") }
        return APIAnswer(status: .ok, content: .bytes(bytes, type: "application/octet-stream"))
    }

    private static let offset = Schema.integer(min: 0, max: Int64(ModelWish.bytesMax))

    /// Errors of a round with the status that agents go by.
    private static func translate(_ error: any Error) -> any Error {
        switch error {
        case RoundFrameError.tooLarge, RoundFrameError.expandsTooMuch, RoundFrameError.tooMany,
            RoundFrameError.segmentsExpandTooMuch:
            let fault = error as? any CodedError
            return APIError(.contentTooLarge, fault?.code ?? "FRAME_TOO_LARGE", fault?.message ?? "Too large.")
        case let fault as RoundFrameError: return APIError(.badRequest, fault.code, fault.message)
        case let refusal as RoundRefusal: return APIError(.forbidden, refusal.code, refusal.message)
        default: return error
        }
    }

    private static let request = Schema.fields(.required("request", .string(min: 1, max: SigningRequest.bytesMax)))

    private static let identity = Schema.fields(
        .required("agentId", .uuid), .required("tenantId", .uuid), .required("expiresAt", .moment),
        .required("at", .moment))
}

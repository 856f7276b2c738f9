internal import HTTPTypes
internal import HubTenancy
internal import Hummingbird
internal import NIOCore
internal import Runtime
internal import Telemetry

/// What happens to a request between the route's being found and its handler: who, may they, how often, what, once.
struct RoutePipeline: Sendable {
    let tokens: AccessTokens
    let ended: EndedSessions
    let requests: RateLimiter<TenantScope>
    let requestsMax: Int
    let idempotency: IdempotencyKeeper
    let addresses: ClientAddress
    let bodyBytesMax: Int
    let bodyDeadlineSeconds: Double
    let bodies = BodyBudget()

    func run(_ route: Route, _ request: Request, _ context: HubRequestContext) async throws -> Response {
        let principal = try await principal(route, request, context)
        var headers: HTTPFields = [:]
        if case .user(let claims) = principal { headers = try rate(claims) }
        if case .agent(let certificate) = principal { try await route.admission?(certificate) }
        let bytes: ByteBuffer
        do {
            bytes = try await body(route, request, principal)
        } catch let refusal as APIError {
            throw route.bodyRefusal?(refusal) ?? refusal
        }
        let known = APIRequest(
            path: request.uri.path, parameters: parameters(route, context),
            query: QueryValues(Self.query(request)), headers: request.headers,
            address: addresses.of(request.headers, peer: context.peer), principal: principal,
            body: try read(bytes, route), bytes: bytes)
        var response = try await idempotency.once(route, known, route.handler)
        for field in headers { response.headers[field.name] = field.value }
        return response
    }

    private func principal(
        _ route: Route, _ request: Request, _ context: HubRequestContext
    ) async throws -> Principal {
        switch route.access {
        case .anyone: return .nobody
        case .agent:
            guard let certificate = context.agent else { throw CertificateFault.missing }
            return .agent(certificate)
        case .user(let least): return .user(try await user(atLeast: least, request))
        }
    }

    private func user(atLeast least: Role, _ request: Request) async throws -> AccessClaims {
        guard let token = Self.bearer(request.headers) else { throw APIError.unauthenticated }
        let claims: AccessClaims
        do {
            claims = try await tokens.verify(token)
        } catch AccessTokens.Refusal.expired {
            throw APIError.tokenExpired
        } catch {
            throw APIError.unauthenticated
        }
        guard !ended.contains(claims.session) else { throw APIError.unauthenticated }
        if let named = request.headers[SecurityHeaders.named("X-Tenant-ID")], named != claims.tenant.description {
            throw APIError.forbidden("The user has no part in this tenant.")
        }
        guard claims.role >= least else {
            throw APIError.forbidden("This needs the role \(least.rawValue); the user is \(claims.role.rawValue).")
        }
        return claims
    }

    private static func bearer(_ headers: HTTPFields) -> String? {
        guard let header = headers[.authorization], header.lowercased().hasPrefix("bearer ") else { return nil }
        return String(header.dropFirst(7)).trimmed
    }

    private func rate(_ claims: AccessClaims) throws -> HTTPFields {
        let decision = requests.take(claims.scope)
        guard decision.isAllowed else {
            throw APIError.tooMany(
                "RATE_LIMIT_EXCEEDED", "The tenant has made too many requests.",
                retryAfterSeconds: decision.retryAfterSeconds)
        }
        return [
            SecurityHeaders.named("RateLimit-Limit"): String(requestsMax),
            SecurityHeaders.named("RateLimit-Remaining"): String(decision.remaining),
        ]
    }

    /// The body within the route's bound and the deadline; one that says that it is too large is not read.
    private func body(_ route: Route, _ request: Request, _ principal: Principal) async throws -> ByteBuffer {
        guard route.body != nil || route.takesBytes else { return ByteBuffer() }
        let bytesMax = route.bodyBytesMax ?? bodyBytesMax
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > bytesMax {
            throw APIError.tooLarge(bytesMax)
        }
        return try await withThrowingTaskGroup(of: ByteBuffer.self) { group in
            group.addTask {
                if case .agent(let certificate) = principal {
                    return try await collect(request.body, of: certificate.agent, bytesMax)
                }
                do {
                    return try await request.body.collect(upTo: bytesMax)
                } catch is NIOTooManyBytesError {
                    throw APIError.tooLarge(bytesMax)
                }
            }
            group.addTask {
                try await Task.sleep(for: .seconds(bodyDeadlineSeconds))
                throw APIError(.requestTimeout, "BODY_TIMEOUT", "The body did not come in time.")
            }
            defer { group.cancelAll() }
            guard let first = try await group.next() else { throw APIError.internal }
            return first
        }
    }

    /// An agent's body, within what all agents' bodies may take while they come.
    private func collect(_ body: RequestBody, of agent: AgentID, _ bytesMax: Int) async throws -> ByteBuffer {
        var collected = ByteBuffer()
        defer { bodies.giveBack(collected.readableBytes, of: agent) }
        for try await var piece in body {
            guard collected.readableBytes + piece.readableBytes <= bytesMax else { throw APIError.tooLarge(bytesMax) }
            guard bodies.take(piece.readableBytes, of: agent) else {
                throw APIError.unavailable("ROUNDS_BUSY", "Too many rounds are being sent at once; come again.")
            }
            collected.writeBuffer(&piece)
        }
        return collected
    }

    private func read(_ bytes: ByteBuffer, _ route: Route) throws -> JSONValue {
        guard let schema = route.body else { return .null }
        let value: JSONValue
        do {
            // A body that may be left out stands for an object without fields.
            value = bytes.readableBytes == 0 ? [:] : try JSONReader.read(Array(bytes.readableBytesView))
        } catch {
            throw APIError.malformed("The body is no JSON: at byte \(error.position) it \(error.reason).")
        }
        let faults = schema.faults(value)
        guard faults.isEmpty else { throw APIError.invalid(faults) }
        return value
    }

    private func parameters(_ route: Route, _ context: HubRequestContext) -> [String: String] {
        var values: [String: String] = [:]
        for name in route.pathParameters { values[name] = context.parameters.get(name) }
        return values
    }

    private static func query(_ request: Request) -> [String: String] {
        var values: [String: String] = [:]
        for (name, value) in request.uri.queryParameters { values[String(name)] = String(value) }
        return values
    }
}

internal import Crypto
internal import HTTPTypes
internal import HubStore
internal import HubTenancy
internal import Hummingbird
internal import NIOCore
internal import Runtime
internal import Telemetry

/// Answers a repeated write with the first one's answer instead of doing it twice (`Idempotency-Key`).
///
/// Answers are kept for a day, in the database, so that it holds over replicas and restarts. A key that comes again
/// with another body is 422, one whose first request still runs 409. A refusal is not kept: it may be tried again.
///
/// A key whose first request may have taken effect is never forgotten before its day is over, whatever became of the
/// answer. Where the same again has its effect once (`Route.isRepeatable`) it is done again then, as whatever the first
/// one made; elsewhere it is 409, and the client has to look.
struct IdempotencyKeeper: Sendable {
    let accounts: AccountStore
    let clock: any Clock

    func once(
        _ route: Route, _ request: APIRequest, _ work: (APIRequest) async throws -> APIAnswer
    ) async throws -> Response {
        guard route.method != .get, case .user(let claims) = request.principal,
            let key = request.headers[SecurityHeaders.named("Idempotency-Key")]
        else { return Responses.of(try await work(request), at: clock.now()) }
        guard (1...255).contains(key.utf8.count), !key.utf8.contains(0) else {
            throw APIError.invalid("Idempotency-Key", "must have 1 to 255 characters")
        }
        let actor = "\(claims.user) \(route.method.rawValue) \(request.path)"
        let hash = Array(SHA256.hash(data: Array(request.bytes.readableBytesView)))
        switch try await accounts.beginRequest(actor: actor, key: key, hash: hash, at: clock.now(), claims.scope) {
        case .first: break
        case .answered(let status, let body): return Self.replayed(status, body)
        case .inProgress:
            throw APIError.conflict("REQUEST_IN_PROGRESS", "The first request with this key still runs.")
        case .unknown:
            guard route.isRepeatable else {
                throw APIError.conflict(
                    "REQUEST_OUTCOME_UNKNOWN",
                    "Whether the first request with this key took effect is not known; look, and take another key.")
            }
        case .otherRequest: throw Self.otherBody
        }
        var named = request
        named.identity = Self.identity(claims.scope, actor, key)
        return try await first(actor, key, claims.scope) { [named] in try await work(named) }
    }

    private func first(
        _ actor: String, _ key: String, _ scope: TenantScope, _ work: () async throws -> APIAnswer
    ) async throws -> Response {
        let answer: APIAnswer
        do {
            answer = try await work()
        } catch {
            if Self.hadNoEffect(error) {
                try? await accounts.forgetRequest(actor: actor, key: key, scope)
            } else {
                try? await accounts.abandonRequest(actor: actor, key: key, scope)
            }
            throw error
        }
        let response = Responses.of(answer, at: clock.now())
        let body = await ResponseCompression.collected(response.body) ?? []
        // What was done is done: where that cannot be noted the client hears of it all the same, and the key stays.
        try? await accounts.finishRequest(
            actor: actor, key: key, status: response.status.code, body: String(decoding: body, as: UTF8.self), scope)
        return response
    }

    /// Whether work that ended with an error left nothing behind.
    ///
    /// Errors with a code say so, each being the end of one transaction; not a connection that broke, perhaps during
    /// the commit, and not what nobody knows, as a request that was cancelled while the database worked on.
    private static func hadNoEffect(_ error: any Error) -> Bool {
        guard error is any CodedError else { return false }
        return (error as? PostgresFailure)?.kind != .connectionLost
    }

    /// The id of what the request makes, the same each time it comes: a UUID of version 8, out of who and which key.
    private static func identity(_ scope: TenantScope, _ actor: String, _ key: String) -> UniqueID {
        var hash = SHA256()
        for part in [scope.tenant.description, actor, key] {
            // The lengths keep one part from running into the next.
            hash.update(data: Array("\(part.utf8.count):\(part)".utf8))
        }
        let id = UniqueID(bytes: Array(hash.finalize().prefix(16))) ?? UniqueID(high: 0, low: 0)
        return UniqueID(high: id.high & ~0xF000 | 0x8000, low: id.low & ~(3 << 62) | 2 << 62)
    }

    /// The same key with something else in it.
    static let otherBody = APIError.invalid("Idempotency-Key", "was used with another body")

    private static func replayed(_ status: Int, _ body: String) -> Response {
        var response = Response(
            status: .init(code: status), headers: [SecurityHeaders.named("Idempotent-Replay"): "true"])
        guard !body.isEmpty else { return response }
        response.body = ResponseBody(byteBuffer: ByteBuffer(string: body))
        response.headers[.contentType] = Responses.json
        return response
    }
}

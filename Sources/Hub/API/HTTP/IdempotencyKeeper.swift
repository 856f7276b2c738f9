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
/// with another body is 422, one whose first request still runs 409. An error is not kept: it may be tried again.
struct IdempotencyKeeper: Sendable {
    let accounts: AccountStore
    let clock: any Clock

    func once(
        _ route: Route, _ request: APIRequest, _ work: () async throws -> APIAnswer
    ) async throws -> Response {
        guard route.method != .get, case .user(let claims) = request.principal,
            let key = request.headers[SecurityHeaders.named("Idempotency-Key")]
        else { return Responses.of(try await work(), at: clock.now()) }
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
        case .otherRequest: throw APIError.invalid("Idempotency-Key", "was used with another body")
        }
        return try await first(actor, key, claims.scope, work)
    }

    private func first(
        _ actor: String, _ key: String, _ scope: TenantScope, _ work: () async throws -> APIAnswer
    ) async throws -> Response {
        do {
            let response = Responses.of(try await work(), at: clock.now())
            let body = await ResponseCompression.collected(response.body) ?? []
            try await accounts.finishRequest(
                actor: actor, key: key, status: response.status.code, body: String(decoding: body, as: UTF8.self), scope
            )
            return response
        } catch {
            try? await accounts.forgetRequest(actor: actor, key: key, scope)
            throw error
        }
    }

    private static func replayed(_ status: Int, _ body: String) -> Response {
        var response = Response(
            status: .init(code: status), headers: [SecurityHeaders.named("Idempotent-Replay"): "true"])
        guard !body.isEmpty else { return response }
        response.body = ResponseBody(byteBuffer: ByteBuffer(string: body))
        response.headers[.contentType] = Responses.json
        return response
    }
}

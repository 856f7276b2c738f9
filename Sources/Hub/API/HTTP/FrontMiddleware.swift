internal import HTTPTypes
internal import Hummingbird
internal import Logging
internal import NIOCore
internal import Observability
internal import Runtime

/// What holds for every request: the envelope of errors, headers that protect browsers, other origins, compression,
/// figures.
struct FrontMiddleware: RouterMiddleware {
    let origins: OriginRules
    let errors: ErrorTranslation
    let requests: RequestMetrics
    let clock: any Clock
    let logger: Logger

    func handle(
        _ request: Request, context: HubRequestContext,
        next: (Request, HubRequestContext) async throws -> Response
    ) async throws -> Response {
        let began = clock.uptime()
        var response: Response
        if request.method == .options, let preflight = preflight(request) {
            response = preflight
        } else {
            do {
                response = try await next(request, context)
            } catch {
                response = Responses.of(errors.translate(error, path: request.uri.path), at: clock.now())
            }
        }
        if let origin = request.headers[.origin], origins.isListed(origin) { allow(origin, &response) }
        SecurityHeaders.add(to: &response)
        response = await ResponseCompression.apply(to: response, request: request)
        let seconds = clock.uptime().seconds(since: began)
        let route = context.endpointPath ?? "none"
        requests.note(method: request.method, route: route, status: response.status, seconds: seconds)
        log(request, context, response, seconds)
        return response
    }

    private func preflight(_ request: Request) -> Response? {
        guard let origin = request.headers[.origin], request.headers[.accessControlRequestMethod] != nil else {
            return nil
        }
        guard origins.isListed(origin) else {
            let refusal = APIError(.forbidden, "ORIGIN_NOT_ALLOWED", "This origin may not use the API.")
            return Responses.of(refusal, at: clock.now())
        }
        return Response(
            status: .noContent,
            headers: [
                .accessControlAllowMethods: "GET, POST, PATCH, DELETE",
                .accessControlAllowHeaders: "Authorization, Content-Type, Idempotency-Key, If-Match, X-Tenant-ID",
                .accessControlMaxAge: "600",
            ])
    }

    private func allow(_ origin: String, _ response: inout Response) {
        response.headers[.accessControlAllowOrigin] = origin
        response.headers[.accessControlExposeHeaders] = "ETag, Retry-After, RateLimit-Limit, RateLimit-Remaining"
        response.headers[.vary] = "Origin"
    }

    /// Reads are many and say little: they are logged for debugging only, and so are the rounds of agents.
    private func log(_ request: Request, _ context: HubRequestContext, _ response: Response, _ seconds: Double) {
        let isQuiet =
            response.status.code < 500
            && (request.method == .get || request.method == .head || request.uri.path.hasPrefix("/sync/"))
        logger.log(
            level: isQuiet ? .debug : .info, "request",
            metadata: [
                "action": "\(request.method.rawValue) \(context.endpointPath ?? request.uri.path)",
                "status": "\(response.status.code)", "durationMilliseconds": "\(Int(seconds * 1_000))",
                "requestId": "\(context.id)",
            ])
    }
}

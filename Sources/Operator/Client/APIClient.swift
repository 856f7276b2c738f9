internal import MillwrightDevice
internal import Runtime

/// The hub's API, or an agent's socket that speaks alike, with the envelope taken off (access.md).
struct APIClient: Sendable {
    /// Whom it speaks to.
    let target: APITarget
    private let exchange: HTTPExchange
    private let bearer: Bearer

    init(_ target: APITarget, bearer: Bearer, authoritiesFile: String?, deadlineSeconds: Double) {
        self.target = target
        self.bearer = bearer
        exchange = HTTPExchange(target: target, authoritiesFile: authoritiesFile, deadlineSeconds: deadlineSeconds)
    }

    /// Makes one call; throws `APIRefusal` for an error of the other side, `CommandFailure` when there is no answer.
    ///
    /// A token that has run out is renewed once where a log-in was saved.
    func call(
        _ method: APIMethod, _ path: String, query: [(String, String?)] = [], body: JSONValue? = nil
    ) async throws -> APIAnswer {
        let token = try await bearer.token(for: self)
        do {
            return try await send(method, path, query: query, body: body, token: token)
        } catch let refusal as APIRefusal {
            guard refusal.status == 401, let fresh = try await bearer.renewed(after: token, for: self) else {
                throw refusal
            }
            return try await send(method, path, query: query, body: body, token: fresh)
        }
    }

    /// All rows of a list, page by page, `limit` at most.
    func rows(_ path: String, query: [(String, String?)] = [], limit: Int = 10_000) async throws -> [JSONValue] {
        var rows: [JSONValue] = []
        var page = 1
        while rows.count < limit {
            let size = String(min(limit, 200))
            let answer = try await call(
                .get, path, query: query + [("page", String(page)), ("pageSize", size)])
            rows += answer.data.elements
            guard answer.hasMore, !answer.data.elements.isEmpty else { break }
            page += 1
        }
        return Array(rows.prefix(limit))
    }

    /// One request with the token that is given.
    func send(
        _ method: APIMethod, _ path: String, query: [(String, String?)] = [], body: JSONValue? = nil, token: String?
    ) async throws -> APIAnswer {
        var headers = [("Accept", "application/json")]
        if let token { headers.append(("Authorization", "Bearer \(token)")) }
        if body != nil { headers.append(("Content-Type", "application/json")) }
        let reply: HTTPReply
        do {
            reply = try await exchange.run(
                method, PercentText.uri(path, query), headers: headers,
                body: body.map { Array($0.description.utf8) } ?? [])
        } catch let error as HTTPExchangeError {
            throw failure(error)
        }
        return try APIAnswer(reply, from: target)
    }

    private func failure(_ error: HTTPExchangeError) -> CommandFailure {
        let side = target.isAgent ? "AGENT" : "HUB"
        switch error {
        case .unreachable(let why):
            return CommandFailure(
                target.isAgent ? "AGENT_UNREACHABLE" : "HUB_UNREACHABLE",
                "\(target.name): \(why)\(target.isAgent ? "" : ClientOptions.hintOfAgent)")
        case .timedOut:
            return CommandFailure(
                target.isAgent ? "AGENT_TIMED_OUT" : "HUB_TIMED_OUT",
                "\(target.name): no answer within \(exchange.deadlineSeconds.text) s; --timeout waits longer")
        case .tooLarge:
            return CommandFailure("ANSWER_TOO_LARGE", "\(target.name): the \(side.lowercased())'s answer is too large")
        case .trustInvalid(let why):
            return CommandFailure("HUB_TLS_INVALID", why, field: "--cafile")
        }
    }
}

internal import HubTenancy
internal import Runtime
internal import Telemetry

/// What clients of a WebSocket may ask, and what they are answered (plant.md, Real time).
struct LiveRequests: Sendable {
    private static let replayMax = 1_000

    let hub: LiveHub
    let views: any LiveViews
    let tokens: AccessTokens
    let ended: EndedSessions
    let clock: any Clock

    /// Whether a client's token still stands: not run out, its session not ended.
    func isValid(_ claims: AccessClaims) -> Bool {
        claims.expiresAt > clock.now() && !ended.contains(claims.session)
    }

    func authenticate(_ token: String, _ client: LiveClient) async {
        guard let claims = try? await tokens.verify(token), isValid(claims),
            client.claims.map({ $0.user == claims.user && $0.tenant == claims.tenant }) ?? true
        else {
            answerError("UNAUTHENTICATED", "A valid token is needed.", nil, client)
            return client.close(.unauthenticated)
        }
        client.authenticate(claims)
        answer("authenticated", [JSONField("expiresAt", .of(claims.expiresAt))], client)
    }

    func handle(_ payload: [UInt8], _ client: LiveClient) async {
        guard let message = try? JSONReader.read(payload), let type = message["type"]?.text else {
            return answerError("MALFORMED_MESSAGE", "Messages are JSON objects with a type.", nil, client)
        }
        if type == "authenticate" { return await authenticate(message["token"]?.text ?? "", client) }
        guard let claims = client.claims else {
            answerError("UNAUTHENTICATED", "The first message must be authenticate.", nil, client)
            return client.close(.unauthenticated)
        }
        switch type {
        case "subscribe": await subscribe(message, claims, client)
        case "unsubscribe": unsubscribe(message, client)
        case "heartbeat": answer("heartbeat", [], client)
        // What was sent over a socket that lives has arrived; what was lost with one comes back with `since`.
        case "acknowledge": break
        default: answerError("UNKNOWN_TYPE", "The type \(type.prefix(64)) is not known.", nil, client)
        }
    }

    private func subscribe(_ message: JSONValue, _ claims: AccessClaims, _ client: LiveClient) async {
        let names = (message["channels"]?.elements ?? []).prefix(client.channelsMax + 1).compactMap(\.text)
        var granted: Set<LiveChannel> = []
        for name in names {
            guard let channel = LiveChannel(name) else {
                answerError("UNKNOWN_CHANNEL", "There is no such channel.", name, client)
                continue
            }
            switch await access(to: channel, claims) {
            case .granted: granted.insert(channel)
            case .refused: answerError("NOT_FOUND", "There is no such channel.", name, client)
            case .unknown: answerError("UNAVAILABLE", "The database cannot be reached; try again.", name, client)
            }
        }
        guard client.subscribe(granted) else {
            return answerError("TOO_MANY_CHANNELS", "At most \(client.channelsMax) channels.", nil, client)
        }
        let list = granted.map(\.description).sorted()
        answer("subscribed", [JSONField("channels", .of(list))], client)
        if let since = message["since"]?.text { await replay(since, granted, claims, client) }
    }

    private func unsubscribe(_ message: JSONValue, _ client: LiveClient) {
        let channels = (message["channels"]?.elements ?? []).compactMap { $0.text.flatMap(LiveChannel.init) }
        client.unsubscribe(Set(channels))
        answer("unsubscribed", [JSONField("channels", .of(channels.map(\.description).sorted()))], client)
    }

    private enum Access {
        case granted
        case refused
        case unknown
    }

    private func access(to channel: LiveChannel, _ claims: AccessClaims) async -> Access {
        do {
            switch channel {
            case .machine(let id): return try await views.hasMachine(id, claims.scope) ? .granted : .refused
            case .factory(let id): return try await views.hasFactory(id, claims.scope) ? .granted : .refused
            case .alerts, .agents, .conflicts, .machines: return .granted
            }
        } catch {
            return .unknown
        }
    }

    /// Sends again what changed since the client last heard; what changes meanwhile may come twice, never not at all.
    private func replay(
        _ since: String, _ channels: Set<LiveChannel>, _ claims: AccessClaims, _ client: LiveClient
    ) async {
        guard let since = Timestamp(rfc3339: since) else {
            return answerError("INVALID_SINCE", "since must be a time in RFC 3339.", nil, client)
        }
        guard let alerts = try? await views.alerts(since: since, limit: Self.replayMax, claims.scope) else {
            return answerError("UNAVAILABLE", "The database cannot be reached; try again.", nil, client)
        }
        for alert in alerts {
            let heard = LiveChannel.ofAlert(machine: alert.machine, factory: alert.factory)
            guard !channels.isDisjoint(with: heard) else { continue }
            let fields = [
                JSONField("machineId", .of(alert.machine)), JSONField("alert", alert.view), JSONField("replayed", true),
            ]
            answer("machine_alert", fields, client)
        }
    }

    private func answer(_ type: String, _ fields: [JSONField], _ client: LiveClient) {
        client.send(hub.message(type, .atOnce, fields))
    }

    private func answerError(_ code: String, _ message: String, _ channel: String?, _ client: LiveClient) {
        var fields = [JSONField("code", .string(code)), JSONField("message", .string(message))]
        if let channel { fields.append(JSONField("channel", .string(String(channel.prefix(128))))) }
        answer("error", fields, client)
    }
}

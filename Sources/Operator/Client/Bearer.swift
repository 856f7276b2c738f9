internal import MillwrightDevice

/// Where a call's token comes from.
enum Bearer: Sendable {
    /// The agent knows its callers by the socket.
    case none
    /// A token or a key out of a file.
    case fixed(String)
    /// A saved log-in, which renews itself.
    case session(SessionFile)

    func token(for client: APIClient) async throws -> String? {
        switch self {
        case .none: return nil
        case .fixed(let token): return token
        case .session(let file):
            guard let session = try file.read() else { throw SessionFile.notLoggedIn }
            if session.isFresh { return session.token }
            return try await renewed(after: session.token, for: client)
        }
    }

    /// A token after one that the hub no longer takes; nothing where there is no other.
    ///
    /// A refresh token works once and its reuse ends the session, so of several commands at once one renews, and the
    /// others take what it has saved.
    func renewed(after old: String?, for client: APIClient) async throws -> String? {
        guard case .session(let file) = self else { return nil }
        return try await file.exclusively {
            guard let session = try file.read() else { throw SessionFile.notLoggedIn }
            if session.token != old, session.isFresh { return session.token }
            let answer: APIAnswer
            do {
                answer = try await client.send(
                    .post, "/api/auth/refresh", body: .object(["refreshToken": .string(session.refreshToken)]),
                    token: nil)
            } catch let refusal as APIRefusal where refusal.status == 401 {
                throw CommandFailure("UNAUTHENTICATED", "the log-in at \(session.hub) has ended: millwright login")
            }
            let renewed = try SavedSession(answer.data, hub: session.hub, authoritiesFile: session.authoritiesFile)
            try file.write(renewed)
            return renewed.token
        }
    }
}

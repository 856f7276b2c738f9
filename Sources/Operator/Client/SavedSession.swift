internal import MillwrightDevice
internal import Runtime
internal import Telemetry

/// A log-in at a hub, as it is kept between commands.
struct SavedSession: Sendable, Equatable {
    var hub: String
    /// The authorities that the log-in trusted instead of the system's.
    var authoritiesFile: String?
    var email: String
    var role: String
    var token: String
    /// Works once.
    var refreshToken: String
    /// When the token runs out, by this machine's clock.
    var expiresAt: Timestamp

    /// A session out of the hub's answer to a log-in or a renewal.
    init(_ data: JSONValue, hub: String, authoritiesFile: String?) throws {
        guard let token = data["token"]?.string, let refreshToken = data["refreshToken"]?.string else {
            throw CommandFailure("ANSWER_NOT_JSON", "\(hub): the answer to the log-in holds no tokens")
        }
        self.hub = hub
        self.authoritiesFile = authoritiesFile
        self.token = token
        self.refreshToken = refreshToken
        email = data["user"]?["email"]?.string ?? ""
        role = data["role"]?.string ?? data["user"]?["role"]?.string ?? ""
        expiresAt = SystemClock().now().advanced(seconds: data["expiresIn"]?.number ?? 0)
    }

    /// A session as it was kept; nothing when the file holds something else.
    init?(_ kept: JSONValue) {
        guard let hub = kept["hub"]?.string, let token = kept["token"]?.string,
            let refreshToken = kept["refreshToken"]?.string, let expiresAt = kept["expiresAt"]?.time
        else { return nil }
        self.hub = hub
        authoritiesFile = kept["cafile"]?.string
        email = kept["email"]?.string ?? ""
        role = kept["role"]?.string ?? ""
        self.token = token
        self.refreshToken = refreshToken
        self.expiresAt = expiresAt
    }

    /// What `init(_:)` reads.
    var json: JSONValue {
        var members: [String: JSONValue] = [
            "hub": .string(hub), "email": .string(email), "role": .string(role), "token": .string(token),
            "refreshToken": .string(refreshToken), "expiresAt": .string(expiresAt.rfc3339),
        ]
        if let authoritiesFile { members["cafile"] = .string(authoritiesFile) }
        return .object(members)
    }

    /// Whether the token will still be taken when a call arrives.
    var isFresh: Bool { expiresAt.seconds(since: SystemClock().now()) > 20 }
}

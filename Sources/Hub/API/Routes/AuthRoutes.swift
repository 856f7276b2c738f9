internal import HTTPTypes
internal import HubStore
internal import HubTenancy
internal import Runtime
internal import Telemetry

/// Registering, logging in and out (access.md, Users and tokens).
struct AuthRoutes: Sendable {
    let hub: HubServices

    var routes: [Route] {
        [
            Route(
                method: .post, path: "/api/auth/register", summary: "Make a tenant and its first user.",
                access: .anyone, body: Self.registration, bodyBytesMax: 16_384, status: .created,
                answer: .data(.named("Registration")), handler: register),
            Route(
                method: .post, path: "/api/auth/login", summary: "Log in with an email address and a password.",
                access: .anyone, body: Self.credentials, bodyBytesMax: 16_384, answer: .data(.named("Session")),
                handler: login),
            Route(
                method: .post, path: "/api/auth/refresh",
                summary: "Take a new pair of tokens; a refresh token works once.",
                access: .anyone, body: Self.refreshing, bodyBytesMax: 16_384, answer: .data(.named("Session")),
                handler: refresh),
            Route(
                method: .post, path: "/api/auth/logout", summary: "End the session and all of its tokens at once.",
                access: .user(.viewer), status: .noContent, answer: .nothing, handler: logout),
        ]
    }

    private func register(_ request: APIRequest) async throws -> APIAnswer {
        guard hub.options.allowsRegistration else {
            throw APIError(.forbidden, "REGISTRATION_CLOSED", "This hub makes no new organizations.")
        }
        let rate = hub.registrations.take(request.address)
        guard rate.isAllowed else {
            throw APIError.tooMany(
                "TOO_MANY_REGISTRATIONS", "Too many registrations from this address.",
                retryAfterSeconds: rate.retryAfterSeconds)
        }
        let email = (request.text("email") ?? "").lowercased()
        let password = request.body["password"]?.text ?? ""
        var faults: [FieldFault] = []
        if !Self.isEmail(email) { faults.append(FieldFault("email", "must be an email address")) }
        faults += PasswordRules.mistakes(password, email: email).map { FieldFault("password", $0) }
        guard faults.isEmpty else { throw APIError.invalid(faults) }
        let registration = try await registration(request, email: email, password: password)
        let actor = Actor(user: registration.user.id, name: email, address: request.address)
        guard try await hub.accounts.register(registration, by: actor, at: hub.clock.now()) else {
            throw APIError.conflict("EMAIL_TAKEN", "A user with this email address exists already.")
        }
        return .created([
            "user": registration.user.json,
            "tenant": ["id": .of(registration.tenant), "name": .string(registration.organization)],
        ])
    }

    private func registration(_ request: APIRequest, email: String, password: String) async throws -> Registration {
        var random = SystemRandomNumberGenerator()
        let now = hub.clock.now()
        let tenant = TenantID.timeOrdered(at: now, using: &random)
        let user = User(
            id: .timeOrdered(at: now, using: &random), tenant: tenant, email: email,
            firstName: request.text("firstName") ?? "", lastName: request.text("lastName") ?? "", role: .admin)
        return Registration(
            tenant: tenant, organization: request.text("organization") ?? "", user: user,
            passwordHash: try await hub.passwords.hash(password))
    }

    private func login(_ request: APIRequest) async throws -> APIAnswer {
        guard let name = request.text("email") ?? request.text("username") else {
            throw APIError.invalid("email", "is missing")
        }
        let email = name.lowercased()
        let password = request.body["password"]?.text ?? ""
        let stored = try await check(email, password, from: request.address)
        if hub.passwords.isOutdated(stored.passwordHash) {
            try await hub.accounts.setPassword(
                try await hub.passwords.hash(password), of: stored.user.id, stored.user.scope)
        }
        return try await open(stored.user)
    }

    /// The account, when the password is right and neither it nor the address is locked out.
    private func check(_ email: String, _ password: String, from address: String) async throws -> StoredCredential {
        let attempt = try await attempt(email, from: address)
        var outcome = LoginOutcome.undecided
        defer { hub.logins.end(attempt, outcome) }
        let stored = try await hub.accounts.credential(email: email)
        let isRight = try await hub.passwords.matches(password, stored: stored?.passwordHash)
        guard isRight, let stored else {
            outcome = .failed
            throw APIError(.unauthorized, "INVALID_CREDENTIALS", "The email address or the password is wrong.")
        }
        outcome = .succeeded
        return stored
    }

    private func attempt(_ email: String, from address: String) async throws -> LoginAttempt {
        switch await hub.logins.admit(address: address, account: email) {
        case .admitted(let attempt):
            return attempt
        case .lockedOut(let seconds):
            throw APIError.tooMany(
                "TOO_MANY_FAILED_LOGINS", "Too many log-ins have failed; try again later.", retryAfterSeconds: seconds)
        case .busy:
            throw PasswordWorker.busy
        }
    }

    private func open(_ user: User) async throws -> APIAnswer {
        var random = SystemRandomNumberGenerator()
        let now = hub.clock.now()
        let token = OpaqueToken(.refresh)
        let session = UniqueID.timeOrdered(at: now, using: &random)
        try await hub.accounts.openSession(
            session, of: user.id, token: token.hash,
            expiresAt: now.advanced(seconds: hub.options.refreshLifetimeSeconds), at: now,
            user.scope)
        return .ok(try await pair(user, session: session, refresh: token))
    }

    private func refresh(_ request: APIRequest) async throws -> APIAnswer {
        guard let token = OpaqueToken(request.text("refreshToken") ?? "", for: .refresh) else { throw Self.refused }
        let successor = OpaqueToken(.refresh)
        let now = hub.clock.now()
        let outcome = try await hub.accounts.renew(
            token.hash, successor: successor.hash, expiresAt: now.advanced(seconds: hub.options.refreshLifetimeSeconds),
            now: now)
        switch outcome {
        case .renewed(let user, let session):
            return .ok(try await pair(user, session: session, refresh: successor))
        case .reused(let session):
            end(session)
            throw APIError(
                .unauthorized, "REFRESH_TOKEN_REUSED",
                "This refresh token was used before, so its session was ended; log in again.")
        case .unknown:
            throw Self.refused
        }
    }

    private func logout(_ request: APIRequest) async throws -> APIAnswer {
        let claims = try request.user()
        try await hub.accounts.endSession(claims.session, claims.scope)
        end(claims.session)
        return .none
    }

    private func end(_ session: UniqueID) {
        hub.ended.end(session)
        hub.live.closeSession(session)
    }

    private func pair(_ user: User, session: UniqueID, refresh: OpaqueToken) async throws -> JSONValue {
        let token = try await hub.tokens.issue(
            user: user.id, email: user.email, role: user.role, tenant: user.tenant, session: session)
        return [
            "user": user.json, "token": .string(token), "refreshToken": .string(refresh.text),
            "expiresIn": .of(hub.tokens.lifetimeSeconds), "role": .string(user.role.rawValue),
        ]
    }

    /// One `@`, something before it, a dot after it, no spaces: what more is right only the mail server knows.
    static func isEmail(_ text: String) -> Bool {
        let sides = text.split(separator: "@", omittingEmptySubsequences: false)
        return sides.count == 2 && !sides[0].isEmpty && sides[1].contains(".") && !sides[1].hasPrefix(".")
            && !sides[1].hasSuffix(".") && !text.contains(where: \.isWhitespace)
    }

    private static let refused = APIError(
        .unauthorized, "INVALID_REFRESH_TOKEN", "The refresh token is not valid; log in again.")

    private static let registration = Schema.fields(
        .required("email", .string(min: 3, max: 254)), .required("password", .string(min: 1, max: 256)),
        .required("firstName", .string(min: 1, max: 100)), .required("lastName", .string(min: 1, max: 100)),
        .required("organization", .string(min: 1, max: 255)))

    private static let credentials = Schema.fields(
        .optional("email", .string(min: 1, max: 254)), .optional("username", .string(min: 1, max: 254)),
        .required("password", .string(min: 1, max: 256)))

    private static let refreshing = Schema.fields(.required("refreshToken", .string(min: 1, max: 512)))
}

extension User: JSONRepresentable {
    package var json: JSONValue {
        [
            "id": .of(id), "email": .string(email), "firstName": .string(firstName), "lastName": .string(lastName),
            "role": .string(role.rawValue),
        ]
    }
}

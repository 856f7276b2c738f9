internal import JWTKit
public import Runtime
public import Telemetry

/// Makes and checks access tokens: JWT, HS256 and nothing else, signed with the newest key,
/// checked with each that is valid.
public struct AccessTokens: Sendable {
    /// Why a token is refused.
    public enum Refusal: Error, Equatable {
        case malformedOrForged
        case expired
    }

    /// 15 minutes.
    public static let lifetimeSecondsDefault = 900
    /// No token that this hub makes is longer; longer ones are refused unread.
    private static let bytesMax = 4_096

    /// How long a token is valid.
    public let lifetimeSeconds: Int
    private let keys: JWTKeyCollection
    private let current: JWKIdentifier
    private let clock: any Clock

    /// `previous` is accepted for checking while a secret is being replaced.
    public init(
        secret: AccessSecret, previous: AccessSecret? = nil, lifetimeSeconds: Int = lifetimeSecondsDefault,
        clock: any Clock
    ) async {
        self.lifetimeSeconds = lifetimeSeconds
        self.clock = clock
        keys = JWTKeyCollection()
        current = JWKIdentifier(string: secret.name)
        for key in [secret, previous].compactMap(\.self) {
            await keys.add(
                hmac: HMACKey(from: key.text), digestAlgorithm: .sha256, kid: JWKIdentifier(string: key.name))
        }
    }

    /// A token for a user's session, valid from now for the lifetime.
    public func issue(
        user: UserID, email: String, role: Role, factory: FactoryID? = nil, tenant: TenantID, session: UniqueID
    ) async throws -> String {
        let now = clock.now()
        let claims = AccessClaims(
            user: user, email: email, role: role, factory: factory, tenant: tenant, session: session, issuedAt: now,
            expiresAt: now.advanced(seconds: Double(lifetimeSeconds)))
        return try await keys.sign(AccessPayload(claims), kid: current)
    }

    /// The claims of a token that one of the keys has signed and that has not expired.
    public func verify(_ token: String) async throws(Refusal) -> AccessClaims {
        guard token.utf8.count <= Self.bytesMax else { throw .malformedOrForged }
        let payload: AccessPayload
        do {
            payload = try await keys.verify(token, as: AccessPayload.self, iteratingKeys: true)
        } catch {
            throw .malformedOrForged
        }
        guard let claims = payload.claims else { throw .malformedOrForged }
        guard claims.expiresAt > clock.now() else { throw .expired }
        return claims
    }
}

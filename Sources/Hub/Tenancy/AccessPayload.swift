internal import JWTKit
internal import Telemetry

/// The claims as they stand in a token: names of RFC 7519 and access.md, times in whole seconds.
struct AccessPayload: JWTPayload {
    var sub: String
    var email: String
    var role: String
    var factory: String?
    var tenant: String
    var sid: String
    var iat: Int64
    var exp: Int64

    init(_ claims: AccessClaims) {
        sub = claims.user.description
        email = claims.email
        role = claims.role.rawValue
        factory = claims.factory?.description
        tenant = claims.tenant.description
        sid = claims.session.description
        iat = claims.issuedAt.microseconds / 1_000_000
        exp = claims.expiresAt.microseconds / 1_000_000
    }

    /// The claims, when each of them reads as what it must be.
    var claims: AccessClaims? {
        guard let user = UserID(sub), let role = Role(rawValue: role), let tenant = TenantID(tenant),
            let session = UniqueID(sid)
        else { return nil }
        var bound: FactoryID?
        if let factory {
            guard let id = FactoryID(factory) else { return nil }
            bound = id
        }
        return AccessClaims(
            user: user, email: email, role: role, factory: bound, tenant: tenant, session: session,
            issuedAt: Timestamp(seconds: iat), expiresAt: Timestamp(seconds: exp))
    }

    /// Nothing here: times are compared with the hub's own clock, which this library cannot be given.
    func verify(using algorithm: some JWTAlgorithm) throws {}
}

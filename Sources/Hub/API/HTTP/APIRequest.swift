internal import HTTPTypes
internal import HubTenancy
internal import NIOCore
internal import Telemetry

/// A request whose sender, address and body have been checked, as handlers see it.
package struct APIRequest: Sendable {
    let path: String
    let parameters: [String: String]
    let query: QueryValues
    let headers: HTTPFields
    /// Where it came from, for limits and the audit.
    let address: String
    let principal: Principal
    /// The body, valid by the route's schema; null when the route has none.
    let body: JSONValue
    /// The body as it came, for routes that take bytes.
    let bytes: ByteBuffer
    /// The id that what it makes is to have, so that it is made once however often the request comes; nothing without
    /// an `Idempotency-Key`.
    var identity: UniqueID?

    /// The claims of the user that the route requires.
    func user() throws -> AccessClaims {
        guard case .user(let claims) = principal else { throw APIError.unauthenticated }
        return claims
    }

    /// The certificate of the agent that the route requires.
    func agent() throws -> AgentCertificate {
        guard case .agent(let certificate) = principal else { throw CertificateFault.missing }
        return certificate
    }

    /// The user that the route requires, as the audit names it.
    func actor() throws -> Actor {
        let user = try user()
        return Actor(user: user.user, name: user.email, address: address)
    }

    /// The id in the path; one that is no id is one that is not there.
    func id<Subject>(_ name: String = "id", of what: String) throws -> Identifier<Subject> {
        guard let text = parameters[name], let id = Identifier<Subject>(text) else { throw APIError.notFound(what) }
        return id
    }

    /// The page that is asked for.
    func page() throws -> (page: Int, pageSize: Int) {
        let page = try query.integer("page", in: 1...1_000_000) ?? 1
        let size = try query.integer("pageSize", in: 1...Pagination.pageSizeMax) ?? Pagination.pageSizeDefault
        return (page, size)
    }

    /// A text of the body without the spaces around it; nothing when it is missing or null.
    func text(_ name: String) -> String? { body[name]?.text?.trimmed }
}

extension String {
    /// The text without white space at its ends.
    var trimmed: String {
        let isSpace: (Character) -> Bool = \.isWhitespace
        guard let first = firstIndex(where: { !isSpace($0) }), let last = lastIndex(where: { !isSpace($0) }) else {
            return ""
        }
        return String(self[first...last])
    }
}

package import HTTPTypes
package import HubTenancy

/// One call of the API: its handler, and all that the document, the validation and the tests need to know of it.
package struct Route: Sendable {
    /// Who may call.
    package enum Access: Sendable, Equatable {
        case anyone
        /// A user with at least this role.
        case user(Role)
        /// An agent with its certificate; only on the listener of agents.
        case agent
    }

    /// What the answer's `data` is.
    package enum Answer: Sendable, Equatable {
        case nothing
        case data(Schema)
        case page(Schema)
        case bare(Schema)
        case bytes(type: String)
    }

    /// Whether an agent's certificate still stands, asked before its body is read; the handler has the last word.
    package typealias Admission = @Sendable (AgentCertificate) async throws -> Void

    /// What the caller is told instead of why its body was not taken; it may be counted too.
    package typealias BodyRefusal = @Sendable (APIError) -> APIError

    package typealias Handler = @Sendable (APIRequest) async throws -> APIAnswer

    package var method: HTTPRequest.Method
    /// The path with its parameters in braces: `/api/machines/{id}`.
    package var path: String
    package var summary: String
    package var access: Access
    package var query: [QueryParameter] = []
    package var body: Schema?
    /// Whether the body is bytes and not JSON.
    package var takesBytes = false
    /// Nothing: the bound of all calls.
    package var bodyBytesMax: Int?
    /// Whether the same request with the same `Idempotency-Key` has its effect once, however often it is done: it has
    /// none, or what it makes takes its id from the request's.
    package var makesOnce = false
    package var admission: Admission?
    package var bodyRefusal: BodyRefusal?
    package var status: HTTPResponse.Status = .ok
    package var answer: Answer
    package var handler: Handler

    /// Whether it may be done again where nobody knows whether it was done; what is gone is not taken away twice.
    package var isRepeatable: Bool { makesOnce || method == .delete }
}

/// A parameter after the question mark, for the document; handlers read and check them by type.
package struct QueryParameter: Sendable {
    var name: String
    var schema: Schema
    var about: String

    init(_ name: String, _ schema: Schema, _ about: String) {
        self.name = name
        self.schema = schema
        self.about = about
    }

    static let paging = [
        QueryParameter("page", .integer(min: 1), "The page, from 1."),
        QueryParameter("pageSize", .integer(min: 1, max: 1_000), "How many a page, 20 without."),
    ]
}

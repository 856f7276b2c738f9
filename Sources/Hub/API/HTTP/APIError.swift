package import HTTPTypes
internal import Runtime

/// An error as a client sees it: a status, a stable code and a sentence, never anything from the inside.
package struct APIError: CodedError {
    package var status: HTTPResponse.Status
    package var code: String
    package var message: String
    /// The fields at fault, for validation errors.
    package var faults: [FieldFault] = []
    /// What a client may build on, as the limit that was reached.
    package var detail: JSONValue?
    /// The seconds after which to come again.
    package var retryAfterSeconds: Int?

    package init(
        _ status: HTTPResponse.Status, _ code: String, _ message: String, faults: [FieldFault] = [],
        detail: JSONValue? = nil, retryAfterSeconds: Int? = nil
    ) {
        self.status = status
        self.code = code
        self.message = message
        self.faults = faults
        self.detail = detail
        self.retryAfterSeconds = retryAfterSeconds
    }
}

extension APIError {
    static func invalid(_ faults: [FieldFault]) -> APIError {
        let message = faults.count == 1 ? "1 field is not valid." : "\(faults.count) fields are not valid."
        return APIError(.unprocessableContent, "INVALID_INPUT", message, faults: faults)
    }

    static func invalid(_ field: String, _ message: String) -> APIError {
        invalid([FieldFault(field, message)])
    }

    static func malformed(_ message: String) -> APIError {
        APIError(.badRequest, "MALFORMED_REQUEST", message)
    }

    static let unauthenticated = APIError(
        .unauthorized, "UNAUTHENTICATED", "A valid token is needed: Authorization: Bearer <token>.")

    static let tokenExpired = APIError(
        .unauthorized, "TOKEN_EXPIRED", "The token has expired; take a new one with POST /api/auth/refresh.")

    static func forbidden(_ message: String) -> APIError {
        APIError(.forbidden, "FORBIDDEN", message)
    }

    /// For what is not there and for what is another tenant's alike.
    static func notFound(_ what: String) -> APIError {
        APIError(.notFound, "NOT_FOUND", "There is no such \(what).")
    }

    static func conflict(_ code: String, _ message: String) -> APIError {
        APIError(.conflict, code, message)
    }

    static func tooLarge(_ bytesMax: Int) -> APIError {
        APIError(.contentTooLarge, "BODY_TOO_LARGE", "The body may have at most \(bytesMax) bytes.")
    }

    static func tooMany(_ code: String, _ message: String, retryAfterSeconds: Int) -> APIError {
        APIError(.tooManyRequests, code, message, retryAfterSeconds: retryAfterSeconds)
    }

    static func unavailable(_ code: String, _ message: String, retryAfterSeconds: Int = 5) -> APIError {
        APIError(.serviceUnavailable, code, message, retryAfterSeconds: retryAfterSeconds)
    }

    static let `internal` = APIError(
        .internalServerError, "INTERNAL_ERROR", "The hub made a mistake; its log says which, under the request's id.")
}

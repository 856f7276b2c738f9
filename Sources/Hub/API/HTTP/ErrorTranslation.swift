internal import HTTPTypes
internal import HubTenancy
internal import Hummingbird
internal import Logging
internal import Runtime

/// Turns whatever went wrong into what a client may know; what it may not know is logged, once, here.
struct ErrorTranslation: Sendable {
    let logger: Logger

    func translate(_ error: any Error, path: String) -> APIError {
        switch error {
        case let error as APIError: return error
        case let error as HTTPError: return Self.translate(error)
        case let fault as CertificateFault: return Self.translate(fault)
        case let error as any CodedError:
            if let known = Self.known(error) { return known }
            logger.error("a request failed", metadata: ["path": "\(path)", "error": "\(error)"])
            return .internal
        default:
            logger.error("a request failed", metadata: ["path": "\(path)", "error": "\(error)"])
            return .internal
        }
    }

    private static func translate(_ error: HTTPError) -> APIError {
        switch error.status {
        case .notFound: .notFound("path")
        case .methodNotAllowed: APIError(.methodNotAllowed, "METHOD_NOT_ALLOWED", "The path has no such method.")
        case .contentTooLarge: APIError(.contentTooLarge, "BODY_TOO_LARGE", "The body is too large.")
        default: APIError(error.status, "MALFORMED_REQUEST", error.body ?? "The request could not be read.")
        }
    }

    private static func translate(_ fault: CertificateFault) -> APIError {
        let status: HTTPResponse.Status =
            switch fault {
            case .requestInvalid: .unprocessableContent
            case .missing: .unauthorized
            case .notOurs, .expired, .notYetValid, .revoked: .forbidden
            }
        return APIError(status, fault.code, fault.message)
    }

    /// Errors whose cause lies outside of the hub; their messages are meant for anyone.
    private static func known(_ error: any CodedError) -> APIError? {
        switch error.code {
        case "DATABASE_BUSY", "DATABASE_UNAVAILABLE", "DATABASE_CONNECTION_LOST", "DATABASE_CONTENTION",
            "DATABASE_TIMEOUT":
            .unavailable(error.code, error.message)
        case "CONFLICT": .conflict(error.code, error.message)
        case "VALUE_REFUSED": APIError(.unprocessableContent, error.code, error.message)
        default: nil
        }
    }
}

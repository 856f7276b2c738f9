internal import AgentConsole
internal import AgentStore
internal import SyncCore

/// Why something that was asked over the control socket is not done.
struct ControlFault: Error {
    var status: Int
    var code: String
    var message: String

    init(_ status: Int, _ code: String, _ message: String) {
        self.status = status
        self.code = code
        self.message = message
    }

    init(_ refusal: EditRefusal) {
        switch refusal {
        case .notPermitted: status = 403
        case .safetyNotConfirmed, .writtenSince: status = 409
        case .valueInvalid, .sideNotAllowed, .latchNotNamed, .sideMissing, .deletionByField, .tooManyFields, .tooLarge,
            .tooManyWriters, .reasonTooLong, .tooManyNames:
            status = 422
        }
        code = refusal.code
        message = refusal.field.map { "\($0): \(refusal.message)" } ?? refusal.message
    }

    init(_ error: StoreError) {
        self.init(503, error.code, error.message)
    }

    var answer: ControlAnswer { .error(status, code, message) }

    static func notFound(_ what: String) -> ControlFault { ControlFault(404, "NOT_FOUND", "There is no such \(what).") }

    static func invalid(_ field: String, _ problem: String) -> ControlFault {
        ControlFault(422, "INVALID_INPUT", "\(field): \(problem)")
    }

    static let stale = ControlFault(409, "STALE_REVISION", "It was changed meanwhile; look at it again.")
}

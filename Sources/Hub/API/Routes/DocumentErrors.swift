internal import HTTPTypes
internal import HubPlant
internal import HubStore
internal import Runtime
internal import SyncCore

/// Errors of documents and conflicts with the status that clients go by.
enum DocumentErrors {
    static func translate(_ error: any Error) -> any Error {
        switch error {
        case let failure as DocumentFailure: translate(failure)
        case let refusal as EditRefusal: translate(refusal)
        case let refusal as ApprovalRefusal: translate(refusal)
        case let refusal as PatchRefusal: APIError(.unprocessableContent, refusal.code, refusal.message)
        case let fault as PolicyTableError:
            APIError(
                .unprocessableContent, fault.code, fault.message,
                faults: [FieldFault("policy.\(fault.field ?? "")", fault.message)])
        default: error
        }
    }

    /// Runs work whose errors are of documents.
    static func translating<Value>(_ work: () async throws -> Value) async throws -> Value {
        do {
            return try await work()
        } catch {
            throw translate(error)
        }
    }

    private static func translate(_ failure: DocumentFailure) -> APIError {
        switch failure {
        case .notFound: APIError(.notFound, failure.code, failure.message)
        case .machineNotServed, .stateNotFitting: APIError(.conflict, failure.code, failure.message)
        case .staleRevision(let current):
            APIError(.conflict, failure.code, failure.message, detail: ["revision": .of(current)])
        }
    }

    static func translate(_ refusal: ApprovalRefusal) -> APIError {
        switch refusal {
        case .ownSubmission: APIError(.forbidden, refusal.code, refusal.message)
        case .decided, .notApproved: APIError(.conflict, refusal.code, refusal.message)
        }
    }

    private static func translate(_ refusal: EditRefusal) -> APIError {
        switch refusal {
        case .notPermitted: APIError(.forbidden, refusal.code, refusal.message)
        case .safetyNotConfirmed, .writtenSince, .latchNotNamed: APIError(.conflict, refusal.code, refusal.message)
        case .valueInvalid, .sideNotAllowed, .sideMissing, .deletionByField, .tooManyFields, .tooLarge, .tooManyWriters,
            .reasonTooLong, .tooManyNames:
            APIError(
                .unprocessableContent, refusal.code, refusal.message,
                faults: refusal.field.map { [FieldFault($0, refusal.message)] } ?? [])
        }
    }
}

internal import HubTenancy
internal import Hummingbird
internal import Runtime

/// Lets only those agents on whose certificate holds now, by the hub's clock; others may still renew theirs.
///
/// Whether it was revoked is looked at where the work is done, in its transaction.
struct AgentGate: RouterMiddleware {
    let clock: any Clock
    let metrics: RoundMetrics

    func handle(
        _ request: Request, context: HubRequestContext,
        next: (Request, HubRequestContext) async throws -> Response
    ) async throws -> Response {
        if let fault = fault(request, context) {
            metrics.refused(fault.code)
            throw fault
        }
        return try await next(request, context)
    }

    private func fault(_ request: Request, _ context: HubRequestContext) -> CertificateFault? {
        guard let certificate = context.agent else { return .missing }
        if request.uri.path == SyncRoutes.renewPath { return nil }
        return switch certificate.validity(at: clock.now()) {
        case .valid: nil
        case .expired: .expired
        case .notYetValid: .notYetValid
        }
    }
}

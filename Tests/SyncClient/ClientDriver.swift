import NIOCore
import SyncClient
import SyncCore
import SyncWire
import Telemetry

/// Waits for completions as a test likes to.
extension HubConnection {
    func post(_ path: String, _ body: [UInt8] = [], deadlineSeconds: Double = 5) async -> Result<HubReply, RoundFailure>
    {
        await withCheckedContinuation { continuation in
            post(
                path: path, contentType: "text/plain", body: body, deadlineSeconds: deadlineSeconds
            ) { continuation.resume(returning: $0) }
        }
    }

    func round(_ request: RoundRequest) async -> Result<RoundAnswer, RoundFailure> {
        await withCheckedContinuation { continuation in
            round(request, deadlineSeconds: 5) { continuation.resume(returning: $0) }
        }
    }

    func enrol(token: String, key: AgentKey = AgentKey()) async -> Result<IdentityAnswer, RoundFailure> {
        await withCheckedContinuation { continuation in
            enrol(
                token: token, key: key, name: "gateway-1", incarnation: IncarnationID(UniqueID(high: 1, low: 2)),
                version: "0.1.0", deadlineSeconds: 5
            ) { continuation.resume(returning: $0) }
        }
    }
}

internal import NIOCore
internal import NIOHTTP1
internal import SyncCore

/// One request on its way, with whom to tell.
struct HubRequest: Sendable {
    var head: HTTPRequestHead
    var body: ByteBuffer
    var deadlineSeconds: Double
    var completion: @Sendable (Result<HubReply, RoundFailure>) -> Void
}

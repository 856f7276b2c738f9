internal import AgentPipeline
internal import Logging
internal import NIOCore
internal import SyncClient
internal import SyncCore
internal import SyncWire

/// The plant thread's way to the hub over the one event loop, which also does the encoding.
final class HubClientLink: HubLink {
    private let connection: EnrolledConnection

    /// A way to `endpoint`, or where the hub said at the enrolment.
    init(_ configuration: AgentConfiguration, endpoint: HubEndpoint?, group: any EventLoopGroup, logger: Logger) {
        connection = EnrolledConnection(
            IdentityFile(path: configuration.identityFile), endpoint: endpoint,
            authoritiesFile: configuration.authoritiesFile, group: group
        ) { news in
            switch news {
            case .renewed(let until): logger.info("certificate renewed", metadata: ["until": "\(until)"])
            case .renewalFailed(let fault):
                logger.warning("the certificate could not be renewed", metadata: ["error": "\(fault)"])
            case .unusable(let fault): logger.error("no identity for the hub", metadata: ["error": "\(fault)"])
            }
        }
    }

    /// Sends a round; the identity is followed, so that an agent is enrolled without a restart.
    func send(
        _ request: RoundRequest, deadlineSeconds: Double,
        completion: @escaping @Sendable (Result<RoundAnswer, RoundFailure>) -> Void
    ) {
        connection.round(request, deadlineSeconds: deadlineSeconds, completion: completion)
    }

    /// Fetches a model in pieces beside the rounds.
    func fetch(_ wish: ModelWish, completion: @escaping @Sendable (Result<[UInt8], RoundFailure>) -> Void) {
        connection.fetch(wish, completion: completion)
    }

    /// Closes the connection.
    func reset() {
        connection.reset()
    }
}

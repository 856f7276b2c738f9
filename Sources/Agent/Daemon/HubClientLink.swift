internal import AgentPipeline
internal import NIOCore
internal import NIOPosix
internal import SyncClient
internal import SyncCore
internal import SyncWire

/// The plant thread's way to the hub over the one event loop, which also does the encoding.
final class HubClientLink: HubLink {
    private let connection: HubConnection
    private let credential: CredentialFile
    private let group: MultiThreadedEventLoopGroup

    init(connection: HubConnection, credential: CredentialFile, group: MultiThreadedEventLoopGroup) {
        self.connection = connection
        self.credential = credential
        self.group = group
    }

    /// Sends a round; the credential is read each time, so that an agent is enrolled without a restart.
    func send(
        _ request: RoundRequest, deadlineSeconds: Double,
        completion: @escaping @Sendable (Result<RoundAnswer, RoundFailure>) -> Void
    ) {
        group.next().execute { [connection, credential] in
            guard let credential = credential.read() else {
                return completion(.failure(.notConnected("not enrolled; run `millwright-agent enrol`")))
            }
            connection.round(
                request, credential: credential, deadlineSeconds: deadlineSeconds, completion: completion)
        }
    }

    /// Closes the connection.
    func reset() {
        connection.reset()
    }
}

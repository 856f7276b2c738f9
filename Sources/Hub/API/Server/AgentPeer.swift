internal import HubTenancy
internal import Synchronization

/// Who is at the other end of a connection of the agents' listener: known from the handshake on.
final class AgentPeer: Sendable {
    /// The peer of the connection whose requests this task serves.
    @TaskLocal static var current: AgentPeer?

    private let known = Mutex<AgentCertificate?>(nil)

    /// The certificate that was shown and checked; nothing before the handshake.
    var certificate: AgentCertificate? {
        get { known.withLock { $0 } }
        set { known.withLock { $0 = newValue } }
    }
}

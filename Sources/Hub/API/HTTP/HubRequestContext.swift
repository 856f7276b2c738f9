internal import HubTenancy
internal import Hummingbird
internal import NIOCore

/// What is known of a request besides what it says.
struct HubRequestContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// The peer's IP address without its port; empty on a Unix socket.
    let peer: String
    /// The certificate that an agent showed on this connection; nothing on the port of the API.
    let agent: AgentCertificate?

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        peer = source.channel.remoteAddress?.ipAddress ?? ""
        agent = AgentPeer.current?.certificate
    }
}

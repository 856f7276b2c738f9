internal import Synchronization

/// Where agents are told to send their rounds: what was configured, or where the hub turned out to listen.
final class AgentAddress: Sendable {
    private let options: AgentListenerOptions
    private let port: Atomic<Int>

    init(_ options: AgentListenerOptions) {
        self.options = options
        port = Atomic(options.port)
    }

    /// Notes the port that the system gave.
    func listens(on port: Int) { self.port.store(port, ordering: .relaxed) }

    var text: String {
        if let address = options.publicAddress { return address }
        let host = options.host.contains(":") ? "[\(options.host)]" : options.host
        return "https://\(host):\(port.load(ordering: .relaxed))"
    }
}

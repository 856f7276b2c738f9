internal import Glibc

/// Tells systemd how the agent is, over the socket of `sd_notify`; without one it does nothing.
struct ServiceNotifier {
    private let socketPath: String?

    /// After so long without a word systemd takes the agent for hung.
    let watchdogSeconds: Double?

    init(environment: [String: String]) {
        socketPath = environment["NOTIFY_SOCKET"]
        watchdogSeconds = environment["WATCHDOG_USEC"].flatMap(Double.init).map { $0 / 1e6 }
    }

    /// Sends a state, as `READY=1`; what cannot be sent is left.
    func send(_ state: String) {
        guard let socketPath else { return }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        var name = Array(socketPath.utf8)
        guard (1..<MemoryLayout.size(ofValue: address.sun_path)).contains(name.count) else { return }
        if name[0] == UInt8(ascii: "@") { name[0] = 0 }  // an abstract socket
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: name) }
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        let length = socklen_t(MemoryLayout<sa_family_t>.size + name.count)
        withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                _ = sendto(descriptor, state, state.utf8.count, Int32(MSG_NOSIGNAL), address, length)
            }
        }
    }
}

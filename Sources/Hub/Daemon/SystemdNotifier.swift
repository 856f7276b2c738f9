internal import Glibc

/// Tells systemd how the hub is (sd_notify), where systemd asked for it.
struct SystemdNotifier: Sendable {
    private let socketPath: String?

    /// `socketPath` is `$NOTIFY_SOCKET`; nothing when systemd did not start the program.
    init(socketPath: String?) {
        self.socketPath = socketPath
    }

    /// Sends a state, as `READY=1`; a systemd that does not listen is no error of the hub's.
    func notify(_ state: String) {
        guard let socketPath, !socketPath.isEmpty else { return }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        // `@` stands for the zero byte of an abstract socket.
        let bytes = Array(socketPath.utf8).enumerated().map { $0.offset == 0 && $0.element == 0x40 ? 0 : $0.element }
        guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else { return }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        let length = socklen_t(MemoryLayout<sa_family_t>.size + bytes.count)
        let message = Array(state.utf8)
        _ = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                sendto(descriptor, message, message.count, Int32(MSG_NOSIGNAL), $0, length)
            }
        }
    }
}

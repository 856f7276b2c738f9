internal import CPostgres
internal import Glibc

/// Notifications of the server (`LISTEN`), waited for on a connection of its own.
extension PostgresConnection {
    /// Has the server notify this connection of what is said on a channel.
    func listen(to channel: String) throws(PostgresFailure) {
        try script("LISTEN \(channel)")
    }

    /// Waits until the server notifies, at most so long; whether it did.
    ///
    /// All that came so far counts as one. Throws `connectionLost`.
    func waitForNotification(seconds: Double) throws(PostgresFailure) -> Bool {
        if takeNotifications() { return true }
        var socket = pollfd(fd: PQsocket(handle), events: Int16(POLLIN), revents: 0)
        let count = poll(&socket, 1, Int32(seconds * 1_000))
        guard count > 0 || count < 0 && errno == EINTR || count == 0 else {
            throw PostgresFailure(kind: .connectionLost, detail: "poll: \(errno)")
        }
        if count > 0, PQconsumeInput(handle) != 1 {
            throw PostgresFailure(kind: .connectionLost, detail: lastError)
        }
        return takeNotifications()
    }

    private func takeNotifications() -> Bool {
        var hasAny = false
        while let notification = PQnotifies(handle) {
            PQfreemem(notification)
            hasAny = true
        }
        return hasAny
    }
}

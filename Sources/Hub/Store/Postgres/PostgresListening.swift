internal import CPostgres
internal import Glibc

/// Notifications of the server (`LISTEN`), waited for on a connection of its own.
extension PostgresConnection {
    /// Has the server notify this connection of what is said on a channel.
    func listen(to channel: String) throws(PostgresFailure) {
        try script("LISTEN \(channel)")
    }

    /// Waits until the server notifies, at most so long; returns all that came so far, in its order.
    ///
    /// Throws `connectionLost`.
    func waitForNotification(seconds: Double) throws(PostgresFailure) -> [PostgresNotification] {
        let waiting = takeNotifications()
        if !waiting.isEmpty { return waiting }
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

    private func takeNotifications() -> [PostgresNotification] {
        var taken: [PostgresNotification] = []
        while let notification = PQnotifies(handle) {
            taken.append(
                PostgresNotification(
                    channel: String(cString: notification.pointee.relname),
                    payload: String(cString: notification.pointee.extra)))
            PQfreemem(notification)
        }
        return taken
    }
}

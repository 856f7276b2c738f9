internal import AgentIngest
internal import Glibc
internal import Logging
public import MQTT
internal import Runtime

/// The connection to the broker.
extension PlantLoop {
    /// Begins to connect, and plans the next try when that fails at once.
    func connect() {
        connection.nextTry = nil
        do {
            try broker.connect()
        } catch {
            mqttDisconnected(error)
        }
    }

    /// Keeps the connection alive, or tries for a new one when its time has come.
    func tendConnection() {
        broker.misc()
        if let next = connection.nextTry, uptime >= next { connect() }
    }

    /// Says good-bye and gives what is queued a moment to leave; the session stays with the broker.
    ///
    /// Only after a commit: what is queued are the acknowledgements of all that was read.
    func disconnect() {
        guard connection.isConnected else { return }
        broker.disconnect()
        let end = clock.uptime().advanced(seconds: 2)
        while let socket = broker.socket, broker.wantsWrite, clock.uptime() < end {
            var descriptor = pollfd(fd: socket, events: Int16(POLLOUT), revents: 0)
            _ = poll(&descriptor, 1, 100)
            broker.write()
        }
    }

    /// The broker has accepted; what machines say is subscribed to, again and harmlessly when the session was kept.
    public func mqttConnected(sessionPresent: Bool) {
        connection.noteConnected(at: now)
        logger.info("connected to the broker", metadata: ["session": "\(sessionPresent ? "kept" : "new")"])
        for filter in settings.topics.isEmpty ? router.subscriptions : settings.topics {
            do {
                try broker.subscribe(filter, qos: .atLeastOnce)
            } catch {
                logger.error("cannot subscribe", metadata: ["filter": "\(filter)", "error": "\(error)"])
            }
        }
        publishReadiness()
    }

    /// The connection is gone; it is tried again.
    public func mqttDisconnected(_ error: MQTTError?) {
        let isNews = connection.isConnected || connection.since == nil
        connection.noteLost(
            error, at: now, uptime: uptime, waits: settings.reconnectSeconds, random: random.next())
        if isNews, !isStopping {
            logger.warning("no connection to the broker", metadata: ["error": "\(error?.description ?? "none")"])
        }
        publishReadiness()
    }

    /// A subscription that the broker refuses is a mistake in its access list, and would otherwise be silence.
    public func mqttSubscribed(_ id: MQTTMessageID, refusal: MQTTError?) {
        if let refusal { logger.error("the broker refused a subscription", metadata: ["error": "\(refusal)"]) }
    }
}

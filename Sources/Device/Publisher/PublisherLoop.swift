internal import Glibc
internal import MQTT
internal import Runtime
internal import Synchronization

/// The thread of one publisher: connects, hands messages over, hears acknowledgements, and ends when it is told to.
final class PublisherLoop {
    private static let connectSecondsMax = 10.0

    let client: MQTTClient
    let ears = PublisherEars()
    private let options: DevicePublisherOptions
    let shared: PublisherShared
    private let clock: any Clock
    private var random: SeededRandom
    private var delay: ReconnectDelay
    private var isConnected = false
    private var subscribed = 0
    private var nextAttempt: Uptime
    private var attemptEnd: Uptime?
    private var nextMisc: Uptime

    init(options: DevicePublisherOptions, shared: PublisherShared, clock: any Clock) throws(MQTTError) {
        var connection = options.connection
        connection.sendMaximum = min(max(1, options.inFlightMax), 65_535)
        client = try MQTTClient(options: connection, handler: ears)
        self.options = options
        self.shared = shared
        self.clock = clock
        random = SeededRandom(seed: UInt64.random(in: .min ... .max))
        delay = ReconnectDelay(secondsMin: options.reconnectSecondsMin, secondsMax: options.reconnectSecondsMax)
        nextAttempt = clock.uptime()
        nextMisc = nextAttempt
    }

    func run() {
        while !isFinished() {
            connectWhenDue()
            if isConnected {
                subscribeToNew()
                handOver()
                client.write()
                settle()
            }
            wait()
            while !client.readAvailable(maximum: 1_024).isDrained {}
            client.write()
            settle()
            keepAlive()
        }
        sayGoodbye()
    }

    private func isFinished() -> Bool {
        let now = clock.uptime()
        return shared.state.withLock { state in
            guard let deadline = state.stopDeadline else { return false }
            return state.queue.isEmpty || deadline <= now
        }
    }

    private func connectWhenDue() {
        let now = clock.uptime()
        if let attemptEnd, attemptEnd <= now { lost(MQTTError(.unreachable, "no answer to the connection request")) }
        guard !isConnected, attemptEnd == nil, nextAttempt <= now else { return }
        shared.state.withLock { if $0.connection != .connected { $0.connection = .connecting } }
        do {
            try client.connect()
            attemptEnd = now.advanced(seconds: Self.connectSecondsMax)
        } catch {
            lost(error)
        }
    }

    private func subscribeToNew() {
        let all = shared.state.withLock { $0.subscriptions }
        for subscription in all[subscribed...] {
            do {
                _ = try client.subscribe(subscription.filter, qos: subscription.qos)
            } catch { ears.error = error }
        }
        subscribed = all.count
    }

    func connected() {
        isConnected = true
        attemptEnd = nil
        delay.reset()
        subscribed = 0
        if let birth = options.birth {
            _ = try? client.publish(topic: birth.topic, payload: birth.payload, qos: birth.qos, retain: birth.retain)
        }
        shared.state.withLock { state in
            state.connection = .connected
            state.queue.connected()
        }
    }

    func lost(_ error: MQTTError?) {
        isConnected = false
        attemptEnd = nil
        nextAttempt = clock.uptime().advanced(seconds: delay.next(using: &random))
        shared.state.withLock { $0.connection = .disconnected(error) }
        finish { queue in
            queue.disconnected().map { ($0, .failed(.mqtt(error ?? MQTTError(.connectionLost)))) }
        }
    }

    private func wait() {
        var entries = [pollfd(fd: shared.wake.descriptor, events: Int16(POLLIN), revents: 0)]
        if let socket = client.socket {
            let events = Int16(POLLIN) | (client.wantsWrite ? Int16(POLLOUT) : 0)
            entries.append(pollfd(fd: socket, events: events, revents: 0))
        }
        poll(&entries, nfds_t(entries.count), Int32(waitMilliseconds()))
        if entries[0].revents != 0 { shared.wake.clear() }
    }

    private func waitMilliseconds() -> Int {
        let now = clock.uptime()
        var seconds = nextMisc.seconds(since: now)
        if !isConnected, attemptEnd == nil { seconds = min(seconds, nextAttempt.seconds(since: now)) }
        let (deadline, hasWork) = shared.state.withLock { state in
            (state.stopDeadline, state.queue.waitingCount > 0 && state.queue.inFlightCount < state.queue.inFlightMax)
        }
        if isConnected, hasWork { return 0 }
        if let deadline { seconds = min(seconds, deadline.seconds(since: now)) }
        return Int((seconds * 1_000).rounded(.up))
    }

    private func keepAlive() {
        let now = clock.uptime()
        guard nextMisc <= now else { return }
        client.misc()
        settle()
        nextMisc = now.advanced(seconds: 1)
    }

    private func sayGoodbye() {
        if isConnected {
            if let farewell = options.farewell {
                _ = try? client.publish(
                    topic: farewell.topic, payload: farewell.payload, qos: .atMostOnce, retain: farewell.retain)
            }
            client.disconnect()
            let end = clock.uptime().advanced(seconds: 1)
            while client.socket != nil, clock.uptime() < end {
                client.write()
                if let socket = client.socket {
                    var entry = pollfd(fd: socket, events: Int16(POLLOUT), revents: 0)
                    poll(&entry, 1, 50)
                }
            }
        }
        finish { queue in queue.abandon().map { ($0, .failed(.stopped)) } }
        shared.state.withLock { $0.connection = .stopped }
    }
}

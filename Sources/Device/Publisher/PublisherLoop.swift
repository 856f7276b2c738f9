internal import Glibc
internal import MQTT
internal import Runtime
internal import Synchronization

/// The thread of one publisher: connects, hands messages over, hears acknowledgements, and ends when it is told to.
final class PublisherLoop {
    private static let connectSecondsMax = 10.0

    private let client: MQTTClient
    private let ears = PublisherEars()
    private let options: DevicePublisherOptions
    private let shared: PublisherShared
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

    /// Moves what waits to the connection, a batch under one lock.
    private func handOver() {
        let batch = shared.state.withLock { state -> [DeliveryQueue.Waiting] in
            var batch: [DeliveryQueue.Waiting] = []
            let room = state.queue.inFlightMax - state.queue.inFlightCount
            while batch.count < min(room, 512), let next = state.queue.takeNext() { batch.append(next) }
            return batch
        }
        guard !batch.isEmpty else { return }
        var taken: [(DeliveryQueue.Waiting, MQTTMessageID)] = []
        var refused: [(DeliveryQueue.Ticket, MQTTError)] = []
        for waiting in batch {
            let message = waiting.message
            do throws(MQTTError) {
                let id = try client.publish(
                    topic: message.topic, payload: message.payload, qos: message.qos, retain: message.retain)
                taken.append((waiting, id))
            } catch {
                refused.append((waiting.ticket, error))
            }
        }
        finish { queue in
            var ended = refused.map { ($0.0, DeliveryOutcome.failed(.mqtt($0.1))) }
            for _ in refused { queue.failed() }
            for (waiting, id) in taken {
                guard let lost = queue.sent(waiting.ticket, qos: waiting.message.qos, as: id) else { continue }
                ended.append((lost, .failed(.mqtt(MQTTError(.connectionLost)))))
            }
            return ended
        }
    }

    /// Takes over what the client's callbacks have heard.
    private func settle() {
        let answers = ears.takeAnswers()
        if !answers.isEmpty {
            finish { queue in
                answers.compactMap { answer in
                    guard let ticket = queue.answered(answer.id, isRefused: answer.refusal != nil) else { return nil }
                    return (ticket, answer.refusal.map { .failed(.mqtt($0)) } ?? .acknowledged)
                }
            }
        }
        if let disconnection = ears.takeDisconnection() { lost(disconnection.error) }
        if ears.takeConnection() { connected() }
        deliver(ears.takeMessages())
    }

    /// Calls the handlers; all of them from the first moment on, since a kept session sends before SUBSCRIBE is repeated.
    private func deliver(_ messages: [DeviceMessage]) {
        guard !messages.isEmpty else { return }
        let subscriptions = shared.state.withLock { $0.subscriptions }
        for message in messages {
            for subscription in subscriptions where subscription.matches(message.topic) {
                subscription.handler(message)
            }
        }
    }

    private func connected() {
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

    private func lost(_ error: MQTTError?) {
        isConnected = false
        attemptEnd = nil
        nextAttempt = clock.uptime().advanced(seconds: delay.next(using: &random))
        shared.state.withLock { $0.connection = .disconnected(error) }
        finish { queue in
            queue.disconnected().map { ($0, .failed(.mqtt(error ?? MQTTError(.connectionLost)))) }
        }
    }

    /// Changes the queue and calls the completions of what ended, outside of the lock.
    private func finish(_ change: (inout DeliveryQueue) -> [(DeliveryQueue.Ticket, DeliveryOutcome)]) {
        let calls = shared.state.withLock { state in
            change(&state.queue).compactMap { ticket, outcome in
                state.completions.removeValue(forKey: ticket).map { ($0, outcome) }
            }
        }
        for (completion, outcome) in calls { completion(outcome) }
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

public import MQTT
internal import Runtime
internal import Synchronization

/// Publishes a device's messages to a broker and hears its commands, over one connection with a thread of its own.
///
///     let connection = MQTTClientOptions(host: "gateway", clientID: "pump-7")
///     let publisher = try DevicePublisher(DevicePublisherOptions(connection: connection))
///     try await publisher.publish(DeviceMessage(topic: "plant/north/pump-7/power", text: #"{"value":22.1}"#))
///     await publisher.stop(within: 5)
///
/// It connects by itself, again and again with growing pauses, and keeps what is submitted meanwhile up to
/// `queueCapacity`. Messages of QoS 1 and 2 survive a lost connection and leave in the order in which they were
/// submitted; they do not survive the process. Safe to use from anywhere.
public final class DevicePublisher: Sendable {
    /// As given when it was made; a change needs another publisher.
    public let options: DevicePublisherOptions
    private let shared: PublisherShared

    /// A publisher that begins to connect at once.
    ///
    /// Throws when an option or a TLS file cannot be used.
    public init(_ options: DevicePublisherOptions) throws(DeviceError) {
        self.options = options
        shared = PublisherShared(options)
        let loop: PublisherLoop
        do {
            loop = try PublisherLoop(options: options, shared: shared, clock: SystemClock())
        } catch {
            throw .mqtt(error)
        }
        // Unsafe because the loop is not Sendable; it is handed to its thread here and never touched by another.
        nonisolated(unsafe) let handedOver = loop
        guard PublisherThread.start({ handedOver.run() }) else {
            throw .mqtt(MQTTError(.system, "no thread left"))
        }
    }

    deinit { shared.stop(within: 0) }

    /// Where the connection is.
    public var state: DeviceConnectionState { shared.state.withLock { $0.connection } }

    /// What has become of the messages so far.
    public var counters: DeliveryCounters { shared.state.withLock { $0.queue.counters } }

    /// Messages that wait or are in flight.
    public var pending: Int { shared.state.withLock { $0.queue.waitingCount + $0.queue.inFlightCount } }

    /// Leaves a message and returns at once; false when the queue is full and refuses, or the publisher has stopped.
    ///
    /// `completion` is called once for a message that was taken, on the publisher's thread: it must be quick.
    @discardableResult
    public func submit(
        _ message: DeviceMessage, completion: (@Sendable (DeliveryOutcome) -> Void)? = nil
    ) -> Bool {
        shared.submit(message, completion: completion) == nil
    }

    /// Publishes a message and waits until the broker has taken it over; QoS 0 waits only until it has left.
    ///
    /// With no connection it waits for one. Cancelling the task does not take the message back.
    public func publish(_ message: DeviceMessage) async throws(DeviceError) {
        let outcome: DeliveryOutcome = await withCheckedContinuation { continuation in
            let refusal = shared.submit(message) { continuation.resume(returning: $0) }
            if let refusal { continuation.resume(returning: .failed(refusal)) }
        }
        if case .failed(let error) = outcome { throw error }
    }

    /// Waits until at least half of the queue is free, for senders that are faster than the broker.
    public func waitForSpace() async {
        while shared.state.withLock({ $0.queue.waitingCount > options.queueCapacity / 2 && !$0.isStopping }) {
            do { try await Task.sleep(for: .milliseconds(1)) } catch { return }
        }
    }

    /// Waits for the first connection; throws at once when the broker refuses for good, as for a wrong password.
    public func waitUntilConnected(within seconds: Double = 10) async throws(DeviceError) {
        let clock = SystemClock()
        let end = clock.uptime().advanced(seconds: seconds)
        var last: MQTTError?
        while clock.uptime() < end {
            switch state {
            case .connected: return
            case .stopped: throw .stopped
            case .disconnected(let error?) where !error.isTransient: throw .mqtt(error)
            case .disconnected(let error): last = error ?? last
            case .connecting: break
            }
            do { try await Task.sleep(for: .milliseconds(5)) } catch { throw .stopped }
        }
        throw .timedOut(seconds: seconds, last: last)
    }

    /// Hears the messages of a filter from now on and after each reconnection.
    ///
    /// `handler` is called on the publisher's thread, in order; it may submit, and must not wait.
    public func subscribe(
        _ filter: String, qos: MQTTQoS = .atLeastOnce, handler: @escaping @Sendable (DeviceMessage) -> Void
    ) {
        shared.add(PublisherSubscription(filter: filter, qos: qos, handler: handler))
    }

    /// Takes no more messages, waits up to some seconds for what is pending, says good-bye to the broker and ends.
    ///
    /// What is not acknowledged by then fails with `stopped`. The broker does not publish the last will. Returns when
    /// the connection is closed; a second call only waits.
    public func stop(within seconds: Double = 5) async {
        shared.stop(within: seconds)
        while shared.state.withLock({ $0.connection != .stopped }) {
            // Not left early by a cancelled task: what is stopped must be closed when this returns.
            await Task { try? await Task.sleep(for: .milliseconds(2)) }.value
        }
    }
}

internal import Runtime
internal import Synchronization

/// What the callers of a publisher and its thread share, behind one lock that is held for moments only.
final class PublisherShared: Sendable {
    typealias Completion = @Sendable (DeliveryOutcome) -> Void

    struct State {
        var queue: DeliveryQueue
        var completions: [DeliveryQueue.Ticket: Completion] = [:]
        var subscriptions: [PublisherSubscription] = []
        var connection = DeviceConnectionState.connecting
        var stopDeadline: Uptime?

        var isStopping: Bool { stopDeadline != nil }
    }

    let state: Mutex<State>
    let wake = WakeSignal()

    init(_ options: DevicePublisherOptions) {
        state = Mutex(
            State(
                queue: DeliveryQueue(
                    capacity: options.queueCapacity, inFlightMax: options.inFlightMax, whenFull: options.whenFull)))
    }

    /// Takes a message, or says why not; then the completion is never called.
    func submit(_ message: DeviceMessage, completion: Completion?) -> DeviceError? {
        let result: (refusal: DeviceError?, dropped: Completion?, wasIdle: Bool) = state.withLock { state in
            guard !state.isStopping else { return (.stopped, nil, false) }
            let wasIdle = state.queue.waitingCount == 0
            let taken = state.queue.submit(message)
            guard let ticket = taken.ticket else { return (.queueFull(capacity: state.queue.capacity), nil, false) }
            if let completion { state.completions[ticket] = completion }
            return (nil, taken.dropped.flatMap { state.completions.removeValue(forKey: $0) }, wasIdle)
        }
        result.dropped?(.failed(.dropped))
        // Only the first of a burst wakes the thread: it takes all that it finds.
        if result.wasIdle { wake.raise() }
        return result.refusal
    }

    func add(_ subscription: PublisherSubscription) {
        state.withLock { $0.subscriptions.append(subscription) }
        wake.raise()
    }

    func stop(within seconds: Double) {
        let deadline = SystemClock().uptime().advanced(seconds: seconds)
        state.withLock { if $0.stopDeadline == nil { $0.stopDeadline = deadline } }
        wake.raise()
    }
}

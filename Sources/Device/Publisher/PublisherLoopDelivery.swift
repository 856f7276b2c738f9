internal import MQTT
internal import Synchronization

/// What a publisher's thread does with messages: hands them over, hears what became of them, tells whoever waits.
extension PublisherLoop {
    /// Moves what waits to the connection, a batch under one lock.
    func handOver() {
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
    func settle() {
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

    /// Calls the handlers; all from the first moment on, since a kept session sends before SUBSCRIBE is repeated.
    private func deliver(_ messages: [DeviceMessage]) {
        guard !messages.isEmpty else { return }
        let subscriptions = shared.state.withLock { $0.subscriptions }
        for message in messages {
            for subscription in subscriptions where subscription.matches(message.topic) {
                subscription.handler(message)
            }
        }
    }

    /// Changes the queue and calls the completions of what ended, outside of the lock.
    func finish(_ change: (inout DeliveryQueue) -> [(DeliveryQueue.Ticket, DeliveryOutcome)]) {
        let calls = shared.state.withLock { state in
            change(&state.queue).compactMap { ticket, outcome in
                state.completions.removeValue(forKey: ticket).map { ($0, outcome) }
            }
        }
        for (completion, outcome) in calls { completion(outcome) }
    }
}

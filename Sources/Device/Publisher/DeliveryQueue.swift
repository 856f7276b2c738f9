package import MQTT

/// The messages of one publisher on their way: which wait, which are in flight, and what became of each.
///
/// Pure: it performs nothing, returns the tickets that ended, and never holds more than its two bounds.
/// Messages leave in the order in which they came. Those of QoS 1 and 2 stay in flight over a lost connection, since
/// libmosquitto keeps them and sends them again; those of QoS 0 end with it.
package struct DeliveryQueue: Sendable {
    /// One message's number, in the order of submission.
    package typealias Ticket = UInt64

    package struct Waiting: Sendable {
        package var ticket: Ticket
        package var message: DeviceMessage
    }

    package let capacity: Int
    package let inFlightMax: Int
    package let whenFull: DevicePublisherOptions.WhenFull
    package private(set) var counters = DeliveryCounters()
    private var waiting: [Waiting?] = []
    private var head = 0
    private var inFlight: [MQTTMessageID: (ticket: Ticket, qos: MQTTQoS)] = [:]
    private var nextTicket: Ticket = 1

    package init(capacity: Int, inFlightMax: Int, whenFull: DevicePublisherOptions.WhenFull) {
        self.capacity = max(1, capacity)
        self.inFlightMax = min(max(1, inFlightMax), 65_535)
        self.whenFull = whenFull
    }

    package var waitingCount: Int { waiting.count - head }
    package var inFlightCount: Int { inFlight.count }
    package var isEmpty: Bool { waitingCount == 0 && inFlight.isEmpty }
    package var isFull: Bool { waitingCount >= capacity }

    /// Takes a message in.
    ///
    /// `dropped` is the one that was given up for it; without a ticket it was refused.
    package mutating func submit(_ message: DeviceMessage) -> (ticket: Ticket?, dropped: Ticket?) {
        var dropped: Ticket?
        if isFull {
            guard whenFull == .dropOldest, let oldest = popWaiting() else {
                counters.refused += 1
                return (nil, nil)
            }
            counters.dropped += 1
            counters.failed += 1
            dropped = oldest.ticket
        }
        defer { nextTicket += 1 }
        counters.submitted += 1
        waiting.append(Waiting(ticket: nextTicket, message: message))
        return (nextTicket, dropped)
    }

    /// The next message to hand to the connection, or nothing when none waits or enough are in flight.
    package mutating func takeNext() -> Waiting? { inFlight.count < inFlightMax ? popWaiting() : nil }

    /// The connection took it under an id.
    package mutating func sent(_ ticket: Ticket, qos: MQTTQoS, as id: MQTTMessageID) -> Ticket? {
        counters.sent += 1
        // An id that comes again before its acknowledgement was of QoS 0 and is not known to have left.
        let lost = inFlight.updateValue((ticket, qos), forKey: id)?.ticket
        if lost != nil { counters.failed += 1 }
        return lost
    }

    /// The connection did not take it.
    package mutating func failed() { counters.failed += 1 }

    /// The broker answered; returns whose message it was.
    package mutating func answered(_ id: MQTTMessageID, isRefused: Bool) -> Ticket? {
        guard let entry = inFlight.removeValue(forKey: id) else { return nil }
        if isRefused { counters.failed += 1 } else { counters.acknowledged += 1 }
        return entry.ticket
    }

    /// The broker accepted a connection.
    package mutating func connected() { counters.connections += 1 }

    /// The connection is gone; returns the messages that ended with it.
    package mutating func disconnected() -> [Ticket] {
        let lost = inFlight.filter { $0.value.qos == .atMostOnce }
        for id in lost.keys { inFlight[id] = nil }
        counters.failed += UInt64(lost.count)
        return lost.values.map(\.ticket).sorted()
    }

    /// Gives everything up; returns all that had not ended, oldest first.
    package mutating func abandon() -> [Ticket] {
        let all = inFlight.values.map(\.ticket) + waiting[head...].compactMap { $0?.ticket }
        inFlight = [:]
        waiting = []
        head = 0
        counters.failed += UInt64(all.count)
        return all.sorted()
    }

    private mutating func popWaiting() -> Waiting? {
        guard head < waiting.count else { return nil }
        defer {
            waiting[head] = nil
            head += 1
            // Compacts when half is spent, so that each message is moved once on average.
            if head > 64, head * 2 > waiting.count {
                waiting.removeFirst(head)
                head = 0
            }
        }
        return waiting[head]
    }
}

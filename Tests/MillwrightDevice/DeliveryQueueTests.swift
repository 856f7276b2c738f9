import MQTT
import MillwrightDevice
import Runtime
import Testing

@Suite struct DeliveryQueueTests {
    private func message(_ number: Int, _ qos: MQTTQoS = .atLeastOnce) -> DeviceMessage {
        DeviceMessage(topic: "t", text: String(number), qos: qos)
    }

    @Test func messagesLeaveInOrderAndTheWindowHolds() {
        var queue = DeliveryQueue(capacity: 10, inFlightMax: 2, whenFull: .refuseNewest)
        for number in 0..<5 { _ = queue.submit(message(number)) }
        let first = queue.takeNext()
        let second = queue.takeNext()
        _ = queue.sent(first?.ticket ?? 0, qos: .atLeastOnce, as: 1)
        _ = queue.sent(second?.ticket ?? 0, qos: .atLeastOnce, as: 2)
        #expect(queue.takeNext()?.ticket == nil)
        #expect(queue.answered(1, isRefused: false) == first?.ticket)
        #expect(queue.takeNext()?.message.payload == Array("2".utf8))
        #expect(queue.answered(9, isRefused: false) == nil, "an id that nobody waits for")
    }

    @Test func aFullQueueDoesWhatItsPolicySays() {
        var refusing = DeliveryQueue(capacity: 2, inFlightMax: 1, whenFull: .refuseNewest)
        var dropping = DeliveryQueue(capacity: 2, inFlightMax: 1, whenFull: .dropOldest)
        for number in 0..<2 {
            _ = refusing.submit(message(number))
            _ = dropping.submit(message(number))
        }
        #expect(refusing.submit(message(2)).ticket == nil)
        #expect(refusing.counters.refused == 1)
        let taken = dropping.submit(message(2))
        #expect(taken.ticket == 3 && taken.dropped == 1)
        #expect(dropping.counters.dropped == 1 && dropping.counters.failed == 1)
        #expect(dropping.takeNext()?.message.payload == Array("1".utf8))
    }

    @Test func aLostConnectionEndsOnlyQoS0() {
        var queue = DeliveryQueue(capacity: 10, inFlightMax: 10, whenFull: .refuseNewest)
        for qos in MQTTQoS.allCases {
            _ = queue.submit(message(0, qos))
            guard let next = queue.takeNext() else { continue }
            _ = queue.sent(next.ticket, qos: qos, as: MQTTMessageID(qos.rawValue + 1))
        }
        #expect(queue.disconnected() == [1])
        #expect(queue.inFlightCount == 2)
        #expect(queue.answered(2, isRefused: true) == 2)
        #expect(queue.abandon() == [3])
        #expect(queue.isEmpty)
    }

    /// Whatever happens in whatever order: bounds hold, each ticket ends once, and the books balance.
    @Test(arguments: 0..<50) func theBooksBalance(seed: Int) {
        var random = SeededRandom(seed: UInt64(seed))
        var queue = DeliveryQueue(
            capacity: 8, inFlightMax: 4, whenFull: seed.isMultiple(of: 2) ? .dropOldest : .refuseNewest)
        var ended: [DeliveryQueue.Ticket] = []
        var ids: [MQTTMessageID] = []
        var nextID: MQTTMessageID = 1
        for step in 0..<400 {
            switch Int(random.unit() * 10) {
            case 0..<4:
                if let dropped = queue.submit(message(step, step.isMultiple(of: 3) ? .atMostOnce : .atLeastOnce))
                    .dropped
                {
                    ended.append(dropped)
                }
            case 4..<7:
                guard let next = queue.takeNext() else { continue }
                #expect(queue.sent(next.ticket, qos: next.message.qos, as: nextID) == nil)
                ids.append(nextID)
                nextID += 1
            case 7..<9:
                guard let id = ids.popLast() else { continue }
                if let ticket = queue.answered(id, isRefused: random.unit() < 0.2) { ended.append(ticket) }
            default: ended += queue.disconnected()
            }
            #expect(queue.waitingCount <= 8 && queue.inFlightCount <= 4)
        }
        ended += queue.abandon()
        #expect(Set(ended).count == ended.count)
        #expect(UInt64(ended.count) == queue.counters.submitted)
        #expect(queue.counters.acknowledged + queue.counters.failed == queue.counters.submitted)
    }

    @Test func pausesGrowToTheirEndAndBeginAnew() {
        var delay = ReconnectDelay(secondsMin: 0.2, secondsMax: 5)
        var random = SeededRandom(seed: 1)
        let pauses = (0..<20).map { _ in delay.next(using: &random) }
        #expect(pauses[0] <= 0.25 && pauses.allSatisfy { (0.15...6.25).contains($0) } && pauses[19] >= 3.75)
        delay.reset()
        #expect(delay.next(using: &random) <= 0.25)
    }
}

internal import Glibc

/// Which topic means what, found by the topic's bytes without making a text or a copy of them.
///
/// Open addressing with linear steps over a power of two, at most half full; the bytes of all topics lie in one array.
/// The seed keeps a publisher from choosing topics that all fall into one place. Entries are never removed one by one.
struct TopicTable: Sendable {
    private struct Slot {
        var hash: UInt64 = 0
        var start: Int32 = 0
        var count: Int32 = 0
        /// −1: free.
        var value: Int32 = -1
    }

    private var slots: ContiguousArray<Slot>
    private var text: ContiguousArray<UInt8> = []
    private let seed: UInt64
    private(set) var count = 0

    init(seed: UInt64) {
        self.seed = seed
        slots = ContiguousArray(repeating: Slot(), count: 64)
    }

    /// The value of a topic, or −1.
    @inline(__always)
    func value(of topic: UnsafeRawBufferPointer) -> Int32 {
        let hash = ByteHash.of(topic, seed: seed)
        return slots.withUnsafeBufferPointer { slots in
            var index = Int(truncatingIfNeeded: hash) & (slots.count - 1)
            while slots[index].value >= 0 {
                if slots[index].hash == hash, matches(slots[index], topic) { return slots[index].value }
                index = (index + 1) & (slots.count - 1)
            }
            return -1
        }
    }

    /// Adds a topic that is not there yet.
    mutating func insert(_ topic: UnsafeRawBufferPointer, value: Int32) {
        if (count + 1) * 2 > slots.count { grow() }
        let slot = Slot(
            hash: ByteHash.of(topic, seed: seed), start: Int32(text.count), count: Int32(topic.count), value: value)
        text.append(contentsOf: topic)
        place(slot)
        count += 1
    }

    mutating func removeAll() {
        self = TopicTable(seed: seed)
    }

    private func matches(_ slot: Slot, _ topic: UnsafeRawBufferPointer) -> Bool {
        guard Int(slot.count) == topic.count, let bytes = topic.baseAddress else { return false }
        return text.withUnsafeBytes { text in
            text.baseAddress.map { memcmp($0 + Int(slot.start), bytes, topic.count) == 0 } ?? false
        }
    }

    private mutating func grow() {
        let old = slots
        slots = ContiguousArray(repeating: Slot(), count: old.count * 2)
        for slot in old where slot.value >= 0 { place(slot) }
    }

    private mutating func place(_ slot: Slot) {
        var index = Int(truncatingIfNeeded: slot.hash) & (slots.count - 1)
        while slots[index].value >= 0 { index = (index + 1) & (slots.count - 1) }
        slots[index] = slot
    }
}

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
        let hash = hash(topic)
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
        let slot = Slot(hash: hash(topic), start: Int32(text.count), count: Int32(topic.count), value: value)
        text.append(contentsOf: topic)
        place(slot)
        count += 1
    }

    mutating func removeAll() {
        self = TopicTable(seed: seed)
    }

    private func matches(_ slot: Slot, _ topic: UnsafeRawBufferPointer) -> Bool {
        guard Int(slot.count) == topic.count else { return false }
        return text.withUnsafeBytes { text in
            UnsafeRawBufferPointer(rebasing: text[Int(slot.start)..<Int(slot.start + slot.count)])
                .elementsEqual(topic)
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

    /// Eight bytes at a time, multiplied to 128 bits and folded, as wyhash does.
    @inline(__always)
    private func hash(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        var hash = seed ^ UInt64(truncatingIfNeeded: bytes.count)
        var offset = 0
        while offset + 8 <= bytes.count {
            hash = Self.mixed(hash ^ bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
            offset += 8
        }
        if offset < bytes.count {
            hash = Self.mixed(hash ^ ByteKey.head(of: UnsafeRawBufferPointer(rebasing: bytes[offset...])))
        }
        return Self.mixed(hash)
    }

    @inline(__always)
    private static func mixed(_ word: UInt64) -> UInt64 {
        let product = (word ^ 0x9E37_79B9_7F4A_7C15).multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
        return product.high ^ product.low
    }
}

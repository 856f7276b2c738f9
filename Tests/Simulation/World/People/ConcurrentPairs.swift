import SyncWire

/// Pairs of writes of one field that did not know each other, and whether each of them came to somebody's notice.
struct ConcurrentPairs {
    private struct Pair: Hashable {
        var one: Int
        var other: Int
    }

    private let entries: [WriteHistory.Entry]
    private let recorded: Set<Set<Dot>>
    /// Which entries each one knew, itself or through one that it knew: an edge that forgot an alert's document knows
    /// only that it wrote before, and what it wrote then had known the hub's.
    private let knew: [Set<Int>]
    private var known: [Pair: Bool] = [:]

    init(entries: [WriteHistory.Entry], recorded: Set<Set<Dot>>) {
        self.entries = entries
        self.recorded = recorded
        knew = Self.closure(entries)
    }

    private static func closure(_ entries: [WriteHistory.Entry]) -> [Set<Int>] {
        var knew = entries.map { entry in Set(entries.indices.filter { entry.knew(entries[$0]) }) }
        while true {
            let wider = knew.map { direct in direct.reduce(into: direct) { $0.formUnion(knew[$1]) } }
            if wider == knew { return knew }
            knew = wider
        }
    }

    /// The first pair that differs and that nobody was told of.
    mutating func unrecorded() -> (Dot, Dot)? {
        for one in entries.indices {
            for other in entries.indices.dropFirst(one + 1) where areConcurrent(one, other) {
                if !isNoticed(Pair(one: one, other: other)) {
                    return (entries[one].write.dot, entries[other].write.dot)
                }
            }
        }
        return nil
    }

    private func areConcurrent(_ one: Int, _ other: Int) -> Bool {
        !knew[one].contains(other) && !knew[other].contains(one)
    }

    /// In a record together, equal, or one of them went before they met: then what took its place met the other.
    private mutating func isNoticed(_ pair: Pair) -> Bool {
        let (one, other) = (entries[pair.one], entries[pair.other])
        if one.write.value == other.write.value { return true }
        if let known = known[pair] { return known }
        known[pair] = false
        var isNoticed = recorded.contains { $0.contains(one.write.dot) && $0.contains(other.write.dot) }
        for later in entries.indices where !isNoticed {
            if knew[later].contains(pair.one), areConcurrent(later, pair.other) {
                isNoticed = self.isNoticed(Pair(one: later, other: pair.other))
            } else if knew[later].contains(pair.other), areConcurrent(later, pair.one) {
                isNoticed = self.isNoticed(Pair(one: pair.one, other: later))
            }
        }
        known[pair] = isNoticed
        return isNoticed
    }
}

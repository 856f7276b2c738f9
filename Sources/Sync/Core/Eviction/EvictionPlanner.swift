/// Decides what goes when room is short: first what costs nothing, then the oldest detail, then the oldest readings.
///
/// Pure. Unsent events and documents are in no step. Segments on their way to the hub are left alone; those that were
/// sent without an answer are never thinned, and dropped only when nothing else is left, because the hub may have them.
public struct EvictionPlanner: Sendable {
    /// Plans the next steps.
    ///
    /// `safe` are segments that the hub has, `unsent` the others, both oldest first; a part of them is enough, and the
    /// rest has its turn in a later call. `mode` is what became of readings until now.
    public static func plan(
        _ fill: StoreFill, safe: [EvictionSegment], unsent: [EvictionSegment], mode: StorageMode,
        ladder: EvictionLadder = .standard
    ) -> EvictionPlan {
        var planner = EvictionPlanner(fill, ladder)
        planner.delete(safe)
        planner.pack(unsent)
        planner.thin(unsent, to: .minute, from: ladder.minute)
        planner.thin(unsent, to: .quarter, from: ladder.quarter)
        planner.drop(unsent)
        return EvictionPlan(steps: planner.steps, mode: nextMode(fill.part, after: mode, ladder))
    }

    /// What becomes of readings at a fill.
    public static func nextMode(
        _ part: Double, after mode: StorageMode, _ ladder: EvictionLadder = .standard
    ) -> StorageMode {
        let eventsOnly = mode == .eventsOnly ? ladder.eventsOnly - ladder.slack : ladder.eventsOnly
        if part >= eventsOnly { return .eventsOnly }
        let aggregates = mode == .all ? ladder.aggregates : ladder.aggregates - ladder.slack
        return part >= aggregates ? .aggregates : .all
    }

    private let ladder: EvictionLadder
    private let capacity: Double
    private var used: Double
    private var valuesLeft: UInt64
    private var touched: Set<UInt64> = []
    private var steps: [EvictionStep] = []

    private init(_ fill: StoreFill, _ ladder: EvictionLadder) {
        self.ladder = ladder
        capacity = Double(fill.capacityBytes)
        used = Double(fill.usedBytes)
        valuesLeft = ladder.valuesMax
    }

    private func isAt(_ part: Double) -> Bool { used >= part * capacity }

    private mutating func delete(_ safe: [EvictionSegment]) {
        var seqs: [UInt64] = []
        for segment in safe.prefix(ladder.deletionsMax) where isAt(ladder.safe) && !segment.isInFlight {
            seqs.append(segment.seq)
            used -= Double(segment.bytes)
        }
        if !seqs.isEmpty { steps.append(.delete(seqs)) }
    }

    /// Packing gains what many small files and heads cost, so it is for small ones.
    private mutating func pack(_ unsent: [EvictionSegment]) {
        let small = unsent.filter { isFree($0) && $0.level == .sealed && $0.bytes < ladder.groupBytesMax / 2 }
        for group in groups(small, bytes: { $0.bytes }) where group.count > 1 && isAt(ladder.safe) {
            guard take(group) else { return }
            steps.append(.pack(group.map(\.seq)))
            used -= Double(group.reduce(0) { $0 + $1.bytes }) * Self.packingGain
        }
    }

    private mutating func thin(_ unsent: [EvictionSegment], to level: ThinningLevel, from part: Double) {
        guard isAt(part) else { return }
        let coarse = unsent.filter { isFree($0) && $0.level < level && !touched.contains($0.seq) }
        for group in groups(coarse, bytes: { Self.bytes(of: $0, at: level) }) where isAt(part) {
            guard take(group) else { return }
            steps.append(.thin(group.map(\.seq), to: level))
            for segment in group { used -= Double(segment.bytes) - Double(Self.bytes(of: segment, at: level)) }
        }
    }

    private mutating func drop(_ unsent: [EvictionSegment]) {
        guard isAt(ladder.drop) else { return }
        let left = unsent.filter { !$0.isInFlight && !touched.contains($0.seq) }
        let order =
            left.filter { !$0.mayBeAtHub && !$0.isNearAlert } + left.filter { !$0.mayBeAtHub && $0.isNearAlert }
            + left.filter(\.mayBeAtHub)
        var seqs: [UInt64] = []
        for segment in order.prefix(ladder.dropsMax) where isAt(ladder.drop) {
            seqs.append(segment.seq)
            used -= Double(segment.bytes)
        }
        if !seqs.isEmpty { steps.append(.drop(seqs)) }
    }

    private func isFree(_ segment: EvictionSegment) -> Bool { !segment.isInFlight && !segment.mayBeAtHub }

    /// Runs of segments that are written as one, oldest first.
    private func groups(
        _ segments: [EvictionSegment], bytes: (EvictionSegment) -> UInt64
    ) -> [[EvictionSegment]] {
        var groups: [[EvictionSegment]] = []
        var size: UInt64 = 0
        var values: UInt64 = 0
        var originals = 0
        for segment in segments {
            size += bytes(segment)
            values += segment.values
            originals += segment.originals
            let fits = size <= ladder.groupBytesMax && values <= ladder.valuesMax && originals <= ladder.originalsMax
            if let last = groups.last, last.count < ladder.groupMax, fits {
                groups[groups.count - 1].append(segment)
            } else {
                groups.append([segment])
                (size, values, originals) = (bytes(segment), segment.values, segment.originals)
            }
        }
        return groups
    }

    /// Whether this call has room for the work of a group; the first always has it.
    private mutating func take(_ group: [EvictionSegment]) -> Bool {
        let values = group.reduce(0) { $0 + $1.values }
        guard values <= valuesLeft || valuesLeft == ladder.valuesMax else { return false }
        valuesLeft -= min(valuesLeft, values)
        touched.formUnion(group.map(\.seq))
        return true
    }

    private static let packingGain = 0.1

    /// What a segment is guessed to take at a level; the next plan sees what it really does.
    private static func bytes(of segment: EvictionSegment, at level: ThinningLevel) -> UInt64 {
        let divisor: UInt64 =
            switch (segment.level, level) {
            case (.sealed, .quarter), (.packed, .quarter): 20
            case (.minute, .quarter): 4
            default: 5
            }
        return segment.bytes / divisor
    }
}

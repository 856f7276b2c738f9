public import SyncWire
public import Telemetry

/// What a call of `makeRoom` did.
public struct RoomMade: Sendable, Equatable {
    /// Segments that the hub has and that were deleted.
    public var segmentsDeleted = 0
    /// Segments that nobody else has and that were dropped, with a gap manifest.
    public var segmentsDropped = 0
    /// Measured readings in the dropped segments.
    public var readingsDropped: UInt64 = 0
}

extension AgentStore {
    /// Deletes what has had its time, and what the budget or the floor of free space asks for; a little with each call.
    ///
    /// The order: segments that the hub has, by age; events that the hub has, by age; then, over the budget, segments
    /// that the hub has, oldest first; refused ones; and last the oldest unsent telemetry, with a gap manifest in
    /// stream E in the same transaction. Unsent events are never dropped. Segments in `sparing` (on their way to the
    /// hub) stay.
    /// `isUrgent` says that a write has found the disk full: then the bytes kept back are given up, and a little of
    /// what the hub has goes whatever the budget says; unsent telemetry still goes only by the budget and the floor.
    public func makeRoom(
        at now: Timestamp, sparing: Set<UInt64> = [], isUrgent: Bool = false
    ) throws(StoreError) -> RoomMade {
        var made = RoomMade()
        if isUrgent { files.releaseReserve() }
        let telemetryEnd = now.advanced(seconds: -options.telemetryDays * 86_400)
        let aged = try ledger.acknowledged(before: telemetryEnd, count: Self.segmentsPerCall)
        made.segmentsDeleted += try delete(aged, at: now)
        let isOverEvents = coreBytes > options.eventBytesMax
        let eventEnd = isOverEvents ? now : now.advanced(seconds: -options.eventDays * 86_400)
        try guarded { () throws(StoreError) in try events.prune(before: eventEnd, count: 1_000) }
        guard isShort || isUrgent else {
            files.keepReserve(bytes: options.reserveBytes)
            return made
        }
        files.releaseReserve()
        for state in [SegmentState.acknowledged, .refused] where isShort || (isUrgent && made.segmentsDeleted == 0) {
            made.segmentsDeleted += try delete(ledger.oldest(state, count: Self.segmentsPerCall), at: now)
        }
        if isShort {
            let entries = try ledger.oldest(.unsent, count: Self.segmentsPerCall).filter { !sparing.contains($0.seq) }
            try drop(entries, from: .unsent, reason: "DROPPED", at: now)
            made.segmentsDropped = entries.count
            made.readingsDropped = entries.reduce(0) { $0 + $1.readings }
        }
        return made
    }

    /// Bytes used, allowed and free.
    public var disk: DiskUse {
        DiskUse(used: usedBytes, budget: options.budgetBytes, free: files.freeBytes())
    }

    private static let segmentsPerCall = 16

    private var isShort: Bool {
        usedBytes > options.budgetBytes || files.freeBytes() < options.freeBytesMin
    }

    private var usedBytes: UInt64 {
        totals.values.reduce(coreBytes) { $0 + $1.bytes }
    }

    private var coreBytes: UInt64 {
        ["core.db", "core.db-wal"].reduce(0) { sum, name in
            sum + (place.disk.size(place.path(name)) ?? 0)
        }
    }

    /// Strikes segments off that the hub has, then removes their files.
    private func delete(_ entries: [SegmentLedger.Entry], at now: Timestamp) throws(StoreError) -> Int {
        guard !entries.isEmpty else { return 0 }
        try strikeOff(entries, events: [], at: now)
        return entries.count
    }

    /// Strikes segments off that are lost, with what was in them said in stream E in the same transaction.
    func drop(
        _ entries: [SegmentLedger.Entry], from state: SegmentState, reason: String, at now: Timestamp
    ) throws(StoreError) {
        guard let first = entries.map(\.firstTime).min(), let last = entries.map(\.lastTime).max() else { return }
        let gap = GapManifest(
            machine: nil, metric: nil, from: Timestamp(microseconds: first), to: Timestamp(microseconds: last),
            readings: entries.reduce(0) { $0 + $1.readings }, reason: reason, thinnedToSeconds: nil, at: now)
        try strikeOff(entries, events: state == .unsent ? [.gap(gap)] : [], at: now)
    }

    private func strikeOff(
        _ entries: [SegmentLedger.Entry], events payloads: [EventPayload], at now: Timestamp
    ) throws(StoreError) {
        let forgotten = max(forgottenUntil, entries.map(\.lastTime).max() ?? forgottenUntil)
        let head = try guarded { () throws(StoreError) in
            try database.transaction { () throws(StoreError) in
                for entry in entries { try ledger.set(entry.seq, to: .deleted, at: now) }
                try meta.set("forgotten.until", forgotten)
                return try events.append(payloads, at: now)
            }
        }
        events.noteAppended(head)
        forgottenUntil = forgotten
        sealed.removeAll()
        for entry in entries { try files.remove(entry.file) }
        try refreshTotals()
    }
}

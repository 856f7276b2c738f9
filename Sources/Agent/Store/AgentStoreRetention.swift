internal import Runtime
internal import SyncCore
public import SyncWire
public import Telemetry

extension AgentStore {
    /// Deletes what has had its time, and carries out what the plan of eviction asks for; a little with each call.
    ///
    /// First segments and events that the hub has, by age. Then, as the budget or the floor of free space fills, the
    /// steps of `EvictionPlanner`, each with its gap manifests in stream E in the same transaction. Unsent events are
    /// never dropped. Segments in `sparing` (on their way to the hub) stay.
    /// `isUrgent` says that a write has found the disk full: then the bytes kept back are given up, a little of what
    /// the hub has goes whatever the budget says, and new readings are not stored until a call finds room again; unsent
    /// telemetry still goes only by the budget and the floor.
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
        try events.prune(before: eventEnd, count: 1_000)
        try pruneDocuments(before: now.advanced(seconds: -options.eventDays * 86_400))
        if fill.part >= ladder.safe { reclaimCore() }
        let plan = try evictionPlan(at: now, sparing: sparing)
        if isUrgent { mode = .eventsOnly } else { mode = plan.mode }
        if mode != .all { files.releaseReserve() }
        for step in plan.steps where !isUrgent || !step.writesSegments {
            try perform(step, at: now, &made)
        }
        for state in [SegmentState.acknowledged, .refused] where isUrgent && made.segmentsDeleted == 0 {
            made.segmentsDeleted += try delete(ledger.oldest(state, count: Self.segmentsPerCall), at: now)
        }
        if mode == .all { files.keepReserve(bytes: options.reserveBytes) }
        return made
    }

    /// Bytes used, allowed and free.
    public var disk: DiskUse {
        DiskUse(used: fill.usedBytes, budget: options.budgetBytes, free: files.freeBytes())
    }

    /// Whether room is so short that `makeRoom` has something to do before its time.
    public var isPressed: Bool { fill.part >= ladder.safe }

    /// How full the store is, by what takes the bytes.
    var fill: StoreFill {
        func bytes(_ state: SegmentState) -> UInt64 { ledger.totals[state]?.bytes ?? 0 }
        return StoreFill(
            coreBytes: coreBytes, unsentBytes: bytes(.unsent), acknowledgedBytes: bytes(.acknowledged),
            refusedBytes: bytes(.refused), budgetBytes: options.budgetBytes, freeBytes: files.freeBytes(),
            freeBytesMin: options.freeBytesMin)
    }

    private static let segmentsPerCall = 16

    private var coreBytes: UInt64 {
        ["core.db", "core.db-wal"].reduce(0) { $0 + bytes(of: $1) }
    }

    private func bytes(of name: String) -> UInt64 {
        place.disk.size(place.path(name)) ?? 0
    }

    /// Gives back what the core file does not need: the log of writes, and pages of records that are gone.
    ///
    /// Whatever fails here is tried again with the next call, and the plan counts what is there.
    private func reclaimCore() {
        if bytes(of: "core.db-wal") > logBytesKept { try? database.run("PRAGMA wal_checkpoint(TRUNCATE)") }
        if let pages = try? database.number("PRAGMA freelist_count"), pages > Self.pagesKept {
            try? database.run("PRAGMA incremental_vacuum(\(Self.pagesPerCall))")
        }
    }

    /// Of a small budget the log is not to take what readings need.
    private var logBytesKept: UInt64 { min(256 << 10, options.budgetBytes / 16) }
    private static let pagesKept = 64
    private static let pagesPerCall = 1_024

    /// Strikes segments off that the hub has, then removes their files.
    private func delete(_ entries: [SegmentLedger.Entry], at now: Timestamp) throws(StoreError) -> Int {
        guard !entries.isEmpty else { return 0 }
        try strikeOff(entries, events: [], at: now)
        return entries.count
    }

    /// Strikes segments off that are lost, with what was in them said in stream E in the same transaction.
    ///
    /// For each machine and hour, where the segment can still be read; one that the hub may have is named. Those go one
    /// after the other when their manifests together are too many for one transaction, so that the space kept free for
    /// events is enough for each.
    func drop(
        _ entries: [SegmentLedger.Entry], from state: SegmentState, reason: String, at now: Timestamp
    ) throws(StoreError) {
        var lost: [SegmentLedger.Entry] = []
        var gaps: [GapManifest] = []
        var unnamed: [SegmentLedger.Entry] = []
        var tally = GapTally()
        let branched = UInt64(clamping: try meta.number("segments.branched") ?? 0)
        for entry in entries {
            let mayBeAtHub = entry.isOffered || entry.seq <= branched
            let named = mayBeAtHub ? SegmentReference(seq: entry.seq, digest: entry.digest) : nil
            var own: [GapManifest] = []
            if state != .unsent {
                // The hub has it, or has said that it will not take it.
            } else if let content = try content(of: entry) {
                guard let named else {
                    unnamed.append(entry)
                    tally.add(GapTally(content))
                    continue
                }
                own = GapTally(content).manifests(reason: reason, thinnedToSeconds: nil, segment: named, at: now)
            } else {
                own = [GapManifest(unreadable: entry, reason: reason, segment: named, at: now)]
            }
            if !lost.isEmpty, gaps.count + own.count > GapTally.manifestsMax {
                try strikeOff(lost, saying: gaps, at: now)
                (lost, gaps) = ([], [])
            }
            lost.append(entry)
            gaps += own
        }
        let others = tally.manifests(reason: reason, thinnedToSeconds: nil, at: now)
        if !lost.isEmpty, gaps.count + others.count > GapTally.manifestsMax {
            try strikeOff(lost, saying: gaps, at: now)
            (lost, gaps) = ([], [])
        }
        try strikeOff(lost + unnamed, saying: gaps + others, at: now)
    }

    private func strikeOff(
        _ entries: [SegmentLedger.Entry], saying gaps: [GapManifest], at now: Timestamp
    ) throws(StoreError) {
        guard !entries.isEmpty else { return }
        try strikeOff(entries, events: planted(.dropsWithoutManifest) ? [] : gaps.map { .gap($0) }, at: now)
    }

    /// Strikes segments off and, in the same transaction, enters the one that stands for them and appends events.
    func strikeOff(
        _ entries: [SegmentLedger.Entry], events payloads: [EventPayload], adding added: SegmentLedger.Entry? = nil,
        at now: Timestamp
    ) throws(StoreError) {
        var gone: [ClosedRange<Int64>] = []
        for entry in entries {
            gone += try Forgotten.stretches(of: entry) { () throws(StoreError) in try content(of: entry) }
        }
        let forgotten = forgotten.adding(gone)
        var moves: [SegmentLedger.Move] = []
        if planted(.unlinkBeforeTheLedger) { for entry in entries { try files.remove(entry.file) } }
        var clock = hybridClock
        let head = try database.transaction { () throws(StoreError) in
            if let added { try ledger.add(added, at: now) }
            for entry in entries {
                if let move = try ledger.move(entry.seq, to: .deleted, at: now) { moves.append(move) }
            }
            try forgotten.write()
            return try events.append(payloads, by: &clock, at: now)
        }
        if let added { ledger.noteAdded(added) }
        ledger.noteMoved(moves)
        events.noteAppended(head)
        hybridClock = clock
        self.forgotten = forgotten
        sealed.removeAll()
        for entry in entries { try files.remove(entry.file) }
    }
}

extension EvictionStep {
    /// Whether it needs room before it makes some.
    fileprivate var writesSegments: Bool {
        switch self {
        case .pack, .thin: true
        case .delete, .drop: false
        }
    }
}

extension GapManifest {
    /// All that a segment held whose file cannot be read: whose it was is not known any more.
    fileprivate init(
        unreadable entry: SegmentLedger.Entry, reason: String, segment: SegmentReference?, at now: Timestamp
    ) {
        self.init(
            machine: nil, metric: nil, from: Timestamp(microseconds: entry.firstTime),
            to: Timestamp(microseconds: entry.lastTime), readings: entry.readings, reason: reason,
            thinnedToSeconds: nil, segment: segment, at: now)
    }
}

internal import SyncCore
internal import SyncWire
internal import Telemetry

/// How the steps of the eviction plan are carried out.
///
/// A segment that replaces others is durable under its name before one transaction enters it in the ledger, strikes the
/// others off and appends the gap manifests; their files go after that. A crash between any two of these leaves the
/// others or the new one, never both.
extension AgentStore {
    /// The plan for the store as it is now.
    func evictionPlan(at now: Timestamp, sparing: Set<UInt64>) throws(StoreError) -> EvictionPlan {
        let fill = self.fill
        guard fill.part >= ladder.safe else {
            return EvictionPlan(steps: [], mode: EvictionPlanner.nextMode(fill.part, after: mode, ladder))
        }
        let safe =
            try ledger.oldest(.acknowledged, count: ladder.deletionsMax)
            + ledger.oldest(.refused, count: ladder.deletionsMax)
        let unsent = try ledger.evictable(count: Self.candidatesPerLevel)
        let windows = fill.part >= ladder.minute ? try sparedWindows(around: unsent) : []
        func seen(_ entry: SegmentLedger.Entry) -> EvictionSegment {
            EvictionSegment(
                seq: entry.seq, bytes: UInt64(clamping: entry.bytes), values: entry.readings + entry.derived,
                firstTime: entry.firstTime, lastTime: entry.lastTime, level: entry.level,
                originals: 1 + entry.thinnedFrom.count,
                isNearAlert: windows.contains { $0.times.overlaps(entry.firstTime...entry.lastTime) },
                isInFlight: sparing.contains(entry.seq), mayBeAtHub: entry.isOffered)
        }
        return EvictionPlanner.plan(
            fill, safe: safe.map(seen), unsent: unsent.map(seen), mode: mode, ladder: ladder)
    }

    /// Carries out one step.
    func perform(_ step: EvictionStep, at now: Timestamp, _ made: inout RoomMade) throws(StoreError) {
        switch step {
        case .delete(let seqs):
            let entries = try entries(seqs, in: [.acknowledged, .refused])
            try strikeOff(entries, events: [], at: now)
            made.segmentsDeleted += entries.count
        case .pack(let seqs): try replace(try entries(seqs, in: [.unsent]), by: .packed, at: now, &made)
        case .thin(let seqs, let level): try replace(try entries(seqs, in: [.unsent]), by: level, at: now, &made)
        case .drop(let seqs):
            let entries = try entries(seqs, in: [.unsent])
            try drop(entries, from: .unsent, reason: "DROPPED", at: now)
            made.segmentsDropped += entries.count
            made.readingsDropped += entries.reduce(0) { $0 + $1.readings }
        }
    }

    private func entries(_ seqs: [UInt64], in states: Set<SegmentState>) throws(StoreError) -> [SegmentLedger.Entry] {
        var entries: [SegmentLedger.Entry] = []
        for seq in seqs {
            if let (entry, state) = try ledger.entry(seq), states.contains(state) { entries.append(entry) }
        }
        return entries
    }

    /// Writes one segment in the place of several.
    ///
    /// When that would gain nothing, with the manifests that it takes, the level is noted, so that it is not tried
    /// again.
    private func replace(
        _ entries: [SegmentLedger.Entry], by level: ThinningLevel, at now: Timestamp, _ made: inout RoomMade
    ) throws(StoreError) {
        var whole: [SegmentLedger.Entry] = []
        var contents: [SegmentContent] = []
        for entry in entries {
            if let content = try content(of: entry) {
                whole.append(entry)
                contents.append(content)
            } else {
                try drop([entry], from: .unsent, reason: "DAMAGED", at: now)
            }
        }
        guard !whole.isEmpty else { return }
        let thinned =
            level == .packed
            ? Thinned(content: Thinning.pack(contents))
            : Thinning.thin(contents, toSeconds: level.seconds, sparing: try sparedWindows(around: whole))
        let bytes = (try? SegmentCodec.encode(thinned.content)) ?? []
        let gaps = thinned.folded.manifests(reason: "THINNED", thinnedToSeconds: level.seconds, at: now)
        // Those of a large fleet weigh as much as a segment, and stay until the hub has them.
        let said = gaps.count > Self.manifestsUncounted ? gaps.count * Self.manifestBytes : 0
        guard !bytes.isEmpty, bytes.count + said < whole.reduce(0, { $0 + Int($1.bytes) }) else {
            return try noteLevel(level, of: whole)
        }
        let entry = SegmentLedger.Entry(
            thinned.content, seq: ledger.newestSeq + 1, bytes: bytes, level: level,
            thinnedFrom: whole.flatMap { [$0.seq] + $0.thinnedFrom }.sorted())
        try write(bytes, as: entry)
        try strikeOff(whole, events: gaps.map { .gap($0) }, adding: entry, at: now)
        made.segmentsReplaced += whole.count
        made.readingsThinned += thinned.folded.readings
    }

    /// Makes the file of a segment durable; when the disk is full, what is kept back is given up for it.
    func write(_ bytes: [UInt8], as entry: SegmentLedger.Entry) throws(StoreError) {
        do throws(StoreError) {
            try files.write(bytes, temporaryFor: entry.file)
        } catch {
            guard error == .diskFull else { throw error }
            files.releaseReserve()
            try files.write(bytes, temporaryFor: entry.file)
        }
        try files.publish(entry.file)
    }

    private func noteLevel(_ level: ThinningLevel, of entries: [SegmentLedger.Entry]) throws(StoreError) {
        try database.transaction { () throws(StoreError) in
            for entry in entries where entry.level < level { try ledger.setLevel(entry.seq, level) }
        }
    }

    /// What a segment holds; nothing when its file is gone, cannot be read or is not what was sealed.
    func content(of entry: SegmentLedger.Entry) throws(StoreError) -> SegmentContent? {
        guard let bytes = try files.read(entry.file), Digest(of: bytes) == entry.digest else { return nil }
        return try? SegmentCodec.decode(bytes)
    }

    /// The windows around alerts that reach into the times of some segments.
    private func sparedWindows(around entries: [SegmentLedger.Entry]) throws(StoreError) -> [SparedWindow] {
        guard let first = entries.map(\.firstTime).min(), let last = entries.map(\.lastTime).max() else { return [] }
        let seconds = ladder.alertWindowSeconds
        let from = Timestamp(microseconds: first).advanced(seconds: -seconds)
        let to = Timestamp(microseconds: last).advanced(seconds: seconds)
        return try events.alerts(from: from, to: to, count: Self.alertsPerCall).flatMap { alert in
            Set([alert.raisedAt, alert.changedAt]).map {
                SparedWindow(machine: alert.machine, around: $0, seconds: seconds)
            }
        }
    }

    private static let candidatesPerLevel = 64
    private static let manifestsUncounted = 128
    private static let manifestBytes = 130
    private static let alertsPerCall = 1_000
}

extension SegmentLedger.Entry {
    /// The row of a content that is about to be stored.
    init(
        _ content: SegmentContent, seq: UInt64, bytes: [UInt8], level: ThinningLevel = .sealed,
        thinnedFrom: [UInt64] = []
    ) {
        let range = content.timeRange ?? 0...0
        self.init(
            seq: seq, digest: Digest(of: bytes), readings: UInt64(content.measuredReadings),
            derived: UInt64(content.derivedReadings), firstTime: range.lowerBound, lastTime: range.upperBound,
            bytes: Int64(bytes.count), level: level, thinnedFrom: thinnedFrom)
    }
}

internal import Runtime
internal import SyncCore
internal import SyncWire
public import Telemetry

extension AgentStore {
    /// Whether a reading is to be stored; a lookup in files happens only for times that are not newer than all before.
    @inline(__always)
    ///
    /// `isOfArrival` where the time is that of the arrival: nobody sends such a time again, so it is never too late.
    public func admit(
        series index: SeriesIndex, time: Int64, value: Double, isOfArrival: Bool = false
    ) throws(StoreError) -> Admission {
        if time > series.newestTime(index) { return .new }
        return try admitOld(series: index, time: time, value: value, isOfArrival: isOfArrival)
    }

    /// Appends an admitted reading to the open window; it is durable after the next `commit`.
    ///
    /// While `mode` is another than `all` it is folded in memory or left out, and only its being there is durable then.
    ///
    /// There must be room in the window, and the value must be finite.
    public func append(series index: SeriesIndex, time: Int64, value: Double, quality: UInt8) {
        precondition(value.isFinite, "what is validated is finite")
        if mode == .all {
            window.append(
                series: index, time: time, value: value, quality: quality, isDerived: series.isDerived(index))
        } else if !series.isDerived(index) {
            shortfall.take(
                series.entries[index], index, time: time, value: value, quality: quality,
                mayFold: mode == .aggregates)
            counted.take(index, time: time, value: value)
        }
        series.noteTime(index, time)
    }

    /// Makes all appended readings and the batch durable, in one transaction.
    ///
    /// On any error nothing of it is, the readings stay in the window, and the call can be repeated with the same
    /// batch.
    public func commit(_ batch: CommitBatch, at now: Timestamp) throws(StoreError) {
        guard window.count > window.committed || !batch.isEmpty || shortfall.isChanged else { return }
        var work = DocumentWork(clock: hybridClock)
        var trimmed = 0
        let head = try database.transaction { () throws(StoreError) in
            try tail.append(window, series: series)
            try machineTable.put(batch.machines)
            if !planted(.statesOutsideTheTransaction) { try states.put(batch.states) }
            try quarantine.remove(batch.released)
            trimmed = try quarantine.add(batch.quarantined)
            try shortfall.write()
            try counted.write()
            for edit in batch.documents { try write(edit, &work, at: now) }
            if !batch.documents.isEmpty { try keep(work) }
            for command in batch.commands where command.state != .executing || !planted(.executingNotKept) {
                try commandTable.put(command)
            }
            let results = batch.commands.map { EventPayload.commandResult($0.result) }
            return try events.append(batch.events + work.events + results, by: &work.clock, at: now)
        }
        window.noteCommitted()
        shortfall.noteWritten()
        counted.noteWritten()
        series.committed = series.entries.count
        events.noteAppended(head)
        quarantineTrimmed += UInt64(trimmed)
        if batch.documents.isEmpty { hybridClock = work.clock } else { try noteDone(work) }
    }

    /// Moves the open window to an immutable file; gives its seq, or nothing when the window is empty.
    ///
    /// All readings must be committed. The file is durable under its name before the ledger knows it, and the tail goes
    /// in the same transaction that enters it: a crash in between leaves a file without a row, which the next start
    /// removes. `states` are written in that transaction too.
    @discardableResult
    public func seal(states: [NamedState] = [], at now: Timestamp) throws(StoreError) -> UInt64? {
        precondition(window.committed == window.count, "commit first")
        guard let range = window.timeRange else { return nil }
        let seq = ledger.newestSeq + 1
        let bytes: [UInt8]
        do {
            bytes = try SegmentCodec.encode(SegmentAssembly.content(of: window, series: series))
        } catch {
            throw .file("cannot seal segment \(seq): \(error)")
        }
        let entry = SegmentLedger.Entry(
            seq: seq, digest: Digest(of: bytes), readings: UInt64(window.count - window.derivedCount),
            derived: UInt64(window.derivedCount), firstTime: range.first, lastTime: range.last,
            bytes: Int64(bytes.count))
        if planted(.windowClearedBeforeTheFile) {
            try database.transaction { () throws(StoreError) in try tail.clear(series: series) }
        }
        try files.write(bytes, temporaryFor: entry.file)
        try files.publish(entry.file)
        try database.transaction { () throws(StoreError) in
            try ledger.add(entry, at: now)
            try tail.clear(series: series)
            try self.states.put(states)
        }
        ledger.noteAdded(entry)
        window.removeAll()
        segmentBytesWritten += UInt64(bytes.count)
        return seq
    }

    private func admitOld(
        series index: SeriesIndex, time: Int64, value: Double, isOfArrival: Bool
    ) throws(StoreError) -> Admission {
        if planted(.admitsWithoutLooking) { return .new }
        if let stored = window.value(series: index, time: time) {
            return stored == value ? .duplicate : .conflicting
        }
        let finding = try sealed.finding(of: series.entries[index], at: time)
        if case .value(let stored) = finding { return stored == value ? .duplicate : .conflicting }
        if let stored = counted.value(series: index, time: time) {
            return stored == value ? .duplicate : .conflicting
        }
        if isOfArrival { return .new }
        if case .unreadable = finding { return .tooLate }
        if forgotten.covers(time) || shortfall.covers(series.entries[index].machine, time) { return .tooLate }
        return .new
    }
}

internal import HubStore
public import HubTenancy
internal import SyncCore
internal import SyncWire
public import Telemetry

/// Records of the quarantine, taken in as a round would have taken them.
extension RoundService {
    /// Replays one record, in one transaction.
    ///
    /// It is read by what this version knows, so that an update of the hub is worth a replay. Throws `ReplayRefusal`
    /// when it cannot be taken in; it stays as it is then. Twice at once it has its effect once.
    public func replay(
        _ id: Int64, by actor: Actor, at now: Timestamp, _ scope: TenantScope
    ) async throws {
        let seen = try await pool.withTransaction(scope: scope) { connection in
            try RoundStore.waiting(id, connection, locks: false)
        }
        guard let seen else { throw ReplayRefusal.notWaiting }
        switch seen.stream {
        case .events: try await replayEvent(seen, id, by: actor, at: now, scope)
        case .documents: try await replayDocument(seen, id, by: actor, at: now, scope)
        case .telemetry: try await replaySegment(seen, id, by: actor, at: now, scope)
        case .live, nil: throw ReplayRefusal.notReplayable(seen.stream.map { "\($0)" } ?? "of a later version")
        }
    }

    private func replayEvent(
        _ seen: RoundStore.Waiting, _ id: Int64, by actor: Actor, at now: Timestamp, _ scope: TenantScope
    ) async throws {
        let payload: EventPayload
        do {
            payload = try EventPayload.decode(kind: seen.kind, payload: seen.payload)
        } catch {
            throw ReplayRefusal.unreadable(code: error.code, message: error.message)
        }
        try await pool.withTransaction(scope: scope) { connection in
            let store = try locked(seen, id, connection, scope)
            let machines = try store.machines(payload.machine.map { [$0] } ?? [], at: now)
            do {
                try connection.withSavepoint {
                    try store.apply(payload, label: seen.label, machines: machines, at: now)
                }
                try store.takeBackRemovals(machines, at: now)
                try RoundStore.noteReplayed(id, by: actor, at: now, connection)
            } catch let failure as PostgresFailure where failure.isFaultOfContent {
                throw ReplayRefusal.unreadable(code: "EVENT_FIELD_INVALID", message: "the database refused it")
            }
        }
    }

    /// A patch says which writes it knew, so that it may come at any time, also after those that count it as known.
    private func replayDocument(
        _ seen: RoundStore.Waiting, _ id: Int64, by actor: Actor, at now: Timestamp, _ scope: TenantScope
    ) async throws {
        let patch: DocumentPatch
        do {
            patch = try DocumentPatch.decode(seen.payload)
        } catch {
            throw ReplayRefusal.unreadable(code: error.code, message: error.message)
        }
        try await pool.withTransaction(scope: scope) { connection in
            let store = try locked(seen, id, connection, scope)
            let key = patch.key.kind == .machine ? MachineKey(patch.key.subject) : nil
            let machines = try store.machines(key.map { [$0] } ?? [], at: now)
            do {
                try connection.withSavepoint {
                    try store.apply(patch, machines: machines, isLate: true, at: now)
                }
                try store.takeBackRemovals(machines, at: now)
                try RoundStore.noteReplayed(id, by: actor, at: now, connection)
            } catch let refusal as PatchRefusal {
                throw ReplayRefusal.unreadable(code: refusal.code, message: refusal.message)
            } catch let failure as PostgresFailure where failure.isFaultOfContent {
                throw ReplayRefusal.unreadable(code: "PATCH_REFUSED_BY_STORE", message: "the database refused it")
            }
        }
    }

    private func replaySegment(
        _ seen: RoundStore.Waiting, _ id: Int64, by actor: Actor, at now: Timestamp, _ scope: TenantScope
    ) async throws {
        let content: SegmentContent
        do {
            content = try SegmentCodec.decode(seen.payload)
        } catch {
            throw ReplayRefusal.unreadable(code: error.code, message: error.message)
        }
        guard content.hasPlausibleTimes else {
            let rejection = SegmentRejection.timesOutOfRange
            throw ReplayRefusal.unreadable(code: rejection.code, message: rejection.message)
        }
        let range = content.timeRange ?? 0...0
        let record = SegmentRecord(
            seq: seen.seq, digest: Digest(of: seen.payload), readings: UInt64(content.measuredReadings),
            derived: UInt64(content.derivedReadings), firstTime: range.lowerBound, lastTime: range.upperBound,
            payload: seen.payload, originals: seen.originals)
        try await partitions.ensure(content.days(in: partitions.window(now: now)), now: now)
        try await pool.withTransaction(scope: scope) { connection in
            let store = try locked(seen, id, connection, scope)
            let known = try store.knownSegments(record.thinnedFrom)
            let shared = try store.sharedPast(of: [], segments: [record])
            if let original = record.replacedOriginal(known, shared) {
                throw ReplayRefusal.collides("it stands for segment \(original.seq), for which another one is here.")
            }
            if shared.covers(SegmentReference(seq: record.seq, digest: record.digest)) {
                throw ReplayRefusal.collides("another branch of the folder sent it, or what stands for it.")
            }
            let machines = try store.machines(content.machines, at: now)
            try store.takeBackRemovals(machines, at: now)
            let fresh = try store.withoutShared(
                of: content.timeRange, isPartlyKnown: record.isPartlyKnown(known, shared), isDoubted: true,
                machines: machines
            ) { content }
            do {
                try connection.withSavepoint {
                    // What the record claimed may have been wrong; what it holds is what counts.
                    let isExact = seen.code != "SEGMENT_DIGEST_MISMATCH"
                    guard try store.admitSegment(record, unlessDigestDiffers: isExact) else {
                        throw ReplayRefusal.collides("another segment has its number.")
                    }
                    try store.guardOriginals(of: record, isFolded: content.isFolded)
                    try store.insert(fresh ?? content, machines: machines)
                    try store.voidGaps(of: store.names(of: record, content))
                }
            } catch let failure as PostgresFailure where failure.isFaultOfContent {
                throw ReplayRefusal.unreadable(code: "SEGMENT_CONTENT_INVALID", message: "the database refused it")
            }
            try RoundStore.noteReplayed(id, by: actor, at: now, connection)
        }
    }

    /// The store of a record's agent, with the agent, its cursor and the record locked, in the order of rounds: none of
    /// any of its incarnations goes on meanwhile.
    private func locked(
        _ seen: RoundStore.Waiting, _ id: Int64, _ connection: PostgresConnection, _ scope: TenantScope
    ) throws -> RoundStore {
        var store = RoundStore(connection, scope: scope, agent: seen.agent, incarnation: seen.incarnation)
        store.others = try store.lockHeardOthers()
        _ = try store.lockCursor()
        guard try RoundStore.waiting(id, connection, locks: true) != nil else { throw ReplayRefusal.notWaiting }
        return store
    }
}

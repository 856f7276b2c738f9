internal import AgentStore
internal import Telemetry

/// The quarantine, taken once more: messages of devices by the profiles as they are now, records of the hub by what
/// this version knows.
extension PlantLoop {
    /// What came of a replay.
    package enum ReplayOutcome: Equatable {
        /// It was taken, and is gone from the quarantine; both are durable.
        case taken
        /// It stays; what of it could be taken was taken, as with any message.
        case rejected(code: String, detail: String)
        /// There is no such message.
        case notThere
        /// Only its beginning was kept.
        case cut
        /// The disk is full; it goes with the next commit that finds room.
        case noRoom
    }

    /// Routes, decodes and takes a message again, as of the time when it came.
    ///
    /// What it brings and the deletion of its row are one transaction, together with whatever else waits for a commit.
    /// Readings that were taken the first time are duplicates and change nothing.
    package func replayQuarantined(_ id: Int64) throws -> ReplayOutcome {
        guard let entry = try store.quarantined(id) else { return .notThere }
        guard entry.isWhole else { return .cut }
        if entry.message.downlinkKind != nil { return try replayDownlink(entry) }
        replay = QuarantineReplay(id: id)
        entry.message.topic.withUnsafeBytes { topic in
            entry.message.payload.withUnsafeBytes { payload in
                take(topic, payload, arrival: entry.message.time, isRetained: false)
            }
        }
        let rejection = replay?.rejection
        replay = nil
        if let rejection { return .rejected(code: rejection.code, detail: rejection.detail) }
        batch.released.append(id)
        return try commit() ? .taken : .noRoom
    }

    /// Carries out a record of the hub, and lets the machines hear of it.
    private func replayDownlink(_ entry: QuarantineEntry) throws -> ReplayOutcome {
        if let fault = try store.replayDownlink(entry, at: now) {
            return .rejected(code: fault.code, detail: fault.why)
        }
        applyDocuments()
        return .taken
    }
}

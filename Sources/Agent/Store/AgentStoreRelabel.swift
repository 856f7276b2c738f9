public import SyncCore
internal import SyncWire
public import Telemetry

/// The folder goes on as another incarnation: it was restored or copied, or its hub lost what it no longer keeps.
extension AgentStore {
    /// Gives what is the folder's own to `fresh`, in one transaction: after a crash all of it is done or nothing is,
    /// and then the hub's next answer asks for it again.
    ///
    /// Records of stream E that the hub does not have get new seqs and a new chain, each with what it was before. What
    /// folder and hub share stays as the past. Writes of documents that the hub does not have get new dots, and go
    /// again as records of a new stream D; the hub's downlink begins anew. Commands that another branch of the
    /// folder may have carried out are UNKNOWN. Segments keep their numbers, since stream T
    /// has no order: the hub knows those that it has by number and digest. An audit record says what was done and what
    /// is not known.
    public func relabel(_ order: Relabelling, as fresh: IncarnationID, at now: Timestamp) throws(StoreError) {
        let old = incarnation
        let shared = Relabelling.sharedThrough(
            acknowledged: events.acknowledged, hub: order.hubEvents, chainAtHub: try chainIfKept(order.hubEvents.seq))
        let before = events.head.seq
        var work = DocumentWork(clock: hybridClock)
        let (relabelled, documents, said) = try database.transaction { () throws(StoreError) in
            let relabelled = try events.relabel(after: shared, from: old, to: fresh)
            try note(order, old, fresh, relabelled, at: now)
            let documents = try relabelDocuments(order, from: old, as: fresh, &work, at: now)
            if order.hasOtherBranch { try doubtCommands(order.verdict.code, &work, at: now) }
            let detail = Self.detail(order, old, head: before, relabelled)
            let entry = AuditEntry(
                at: now, actor: "agent", action: "incarnation.began", target: fresh.description, detail: detail)
            let said = [.audit(entry)] + work.events
            return (relabelled, documents, try events.append(said, after: relabelled, by: &work.clock, at: now))
        }
        incarnation = fresh
        events.noteRelabelled(relabelled)
        events.noteAppended(said)
        documentLog.noteRelabelled(documents)
        downlink = SessionProgress.start(of: fresh, .downlink)
        try noteDone(work)
        try refreshDocuments()
    }

    private func note(
        _ order: Relabelling, _ old: IncarnationID, _ fresh: IncarnationID, _ relabelled: RelabelledEvents,
        at now: Timestamp
    ) throws(StoreError) {
        try meta.set("incarnation", fresh.unique.bytes)
        try states.put([NamedState(name: Salvage.nameState, body: fresh.unique.bytes)])
        try meta.set("predecessor", old.unique.bytes)
        try meta.set("hub.resume-token", [])
        // Another branch of the folder may have sent any of the segments that were there when they parted.
        try meta.set("segments.branched", Int64(clamping: ledger.newestSeq))
        try events.begin(relabelled)
        let life = try database.prepare("INSERT INTO lives (incarnation, shift, ended_at, code) VALUES (?, ?, ?, ?)")
        try life.bind(1, old.unique.bytes).bind(2, Int64(relabelled.shift)).bind(3, now.microseconds)
            .bind(4, order.verdict.code).run()
    }

    /// The running digest at a seq that is really kept, or at the start.
    private func chainIfKept(_ seq: UInt64) throws(StoreError) -> Digest? {
        seq > events.head.seq ? nil : try events.chain(at: seq)
    }

    private static func detail(
        _ order: Relabelling, _ old: IncarnationID, head: UInt64, _ relabelled: RelabelledEvents
    ) -> String {
        var text =
            "\(order.verdict.code): after \(old); events up to \(relabelled.shift) are shared with the hub or gone, "
            + "\(relabelled.head.seq) are this folder's own."
        if order.hubEvents.seq > head {
            text += " The hub has events \(head + 1) to \(order.hubEvents.seq) of a branch that is not here."
        }
        return text
    }
}

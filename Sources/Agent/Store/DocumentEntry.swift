internal import Runtime
internal import SyncCore
internal import SyncWire
internal import Telemetry

/// One document with its three copies, as the store keeps it.
///
/// `local` is what holds here. `remote` is what the hub is known to have, and `base` what both last agreed on; both are
/// nothing while all three are the same.
struct DocumentEntry {
    enum Dirtiness: Int64, Comparable {
        case clean = 0
        case dirty = 1
        /// A safety field is among what was changed.
        case safety = 2

        static func < (left: Dirtiness, right: Dirtiness) -> Bool { left.rawValue < right.rawValue }
    }

    var local: Document
    var remote: Document?
    var base: Document?
    /// Own writes up to this counter are in records of stream D.
    var sealed: UInt64 = 0
    var dirtiness = Dirtiness.clean
    var updated: Timestamp

    init(local: Document, updated: Timestamp) {
        self.local = local
        self.updated = updated
    }

    var key: DocumentKey { local.key }

    /// Whether the hub is known to have all of it as it is here.
    var isAgreed: Bool { remote == nil }

    /// Writes a field, with the value that both sides last agreed on as its base.
    ///
    /// Counters up to `given` were given already, maybe in this document before it was forgotten.
    mutating func write(
        _ edit: FieldEdit, at label: HybridTime, _ clock: ClockState, by replica: ReplicaID, after given: UInt64 = 0,
        _ policies: PolicyTable
    ) {
        if remote == nil {
            remote = local
            base = local
        }
        local.skip(replica, through: planted(.countersGivenAgain) ? 0 : given)
        let agreed = base?.value(of: edit.path, by: policies)
        let isDecision = local.siblings(of: edit.path).count > 1
        local.write(edit, at: label, by: replica, base: agreed, clock: clock)
        if isDecision, planted(.resolutionNotSpread) { return }
        let isSafety = policies.entry(for: edit.path, of: key).rule.isSafety
        dirtiness = max(dirtiness, isSafety ? .safety : .dirty)
    }

    /// What was written here and is in no record of stream D; it counts as sealed from here on.
    mutating func seal(of replica: ReplicaID) -> LogEntry? {
        defer { dirtiness = .clean }
        guard let patch = local.patch(of: replica, after: sealed) else { return nil }
        sealed = local.versions[replica]
        return LogEntry(
            kind: .documentPatch, priority: dirtiness == .safety ? .critical : .important, payload: patch.encode())
    }

    /// The hub has a record that this agent sent.
    mutating func acknowledge(_ patch: DocumentPatch) {
        remote?.apply(patch)
        settle()
    }

    /// Takes in what the hub wrote; `isLate` where it was kept back while later patches were taken in.
    mutating func receive(_ patch: DocumentPatch, isLate: Bool = false) {
        if isLate {
            local.applyLate(patch)
            remote?.applyLate(patch)
        } else {
            local.apply(patch)
            remote?.apply(patch)
        }
        settle()
    }

    /// Goes on under the name of another incarnation; false when nothing of it was the folder's own.
    mutating func relabel(_ old: ReplicaID, as new: ReplicaID) -> Bool {
        sealed = 0
        let known = (remote ?? local).versions[old]
        let own = local.writes.filter { $0.dot.replica == old && $0.dot.counter > known }
        local.relabel(old, after: known, as: new)
        // What is not safety comes with it all the same: there is no record of which field was which.
        if !own.isEmpty { dirtiness = .safety }
        return !own.isEmpty
    }

    private mutating func settle() {
        guard dirtiness == .clean, remote == local else { return }
        remote = nil
        base = nil
    }
}

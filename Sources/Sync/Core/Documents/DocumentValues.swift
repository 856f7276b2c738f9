public import SyncWire
public import Telemetry

/// What holds: values are computed from the writes that stand.
extension Document {
    /// What holds at a field, and how that was decided; nothing when nobody wrote it.
    public func outcome(of path: FieldPath, by policies: PolicyTable) -> RuleOutcome? {
        let siblings = siblings(of: path)
        if siblings.isEmpty { return nil }
        let outcome = RuleEvaluation.outcome(of: siblings, at: path, by: policies.entry(for: path, of: key))
        return isGuarded(outcome) ? DeletionGuard.outcome : outcome
    }

    /// Whether a deletion meets a latch that is set: whoever deleted had not seen it, and the latch wins.
    func isGuarded(_ outcome: RuleOutcome) -> Bool {
        outcome.rule == .deletion && outcome.value == .flag(true) && !latches.isEmpty
    }

    /// The value in force of a field; nothing when it was taken away or never written.
    public func value(of path: FieldPath, by policies: PolicyTable) -> FieldValue? {
        outcome(of: path, by: policies)?.value
    }

    /// All values in force, by path, in order.
    public func values(by policies: PolicyTable) -> [(path: FieldPath, value: FieldValue)] {
        paths.compactMap { path in value(of: path, by: policies).map { (path, $0) } }
    }

    /// The writes that hold a latch set, in order; a clear has to name all of those of its field.
    public var latches: [FieldWrite] {
        writes.filter { LatchField.isLatch($0.path) && LatchField.isSet($0) }
    }

    /// Whether the document shows `conflicted`: a person has to decide something in it.
    public func isConflicted(by policies: PolicyTable) -> Bool {
        conflicts(by: policies).contains(where: \.isOpen) || settings.contains { isReopened($0) }
    }

    /// Whether a person has to decide about a field again, because a decision was taken back.
    public func isReopened(_ path: FieldPath) -> Bool { ConflictReopening.isWaiting(path, in: self) }

    /// The fields that say something of what the document is about, in their order.
    public var settings: [FieldPath] { paths.filter { !ConflictReopening.isMark($0) } }

    /// What a machine may do: the desired status, and never ONLINE while a latch is set.
    ///
    /// Emergency stop and lockout mean OFFLINE, any other latch MAINTENANCE at least. Nothing when nobody wrote it.
    public func effectiveStatus(by policies: PolicyTable) -> MachineStatus? {
        let desired = value(of: Self.status, by: policies).map { value in
            // A word of a later version is not known to allow anything.
            value.text.flatMap(MachineStatus.init) ?? .offline
        }
        let latched = latches.map { write in
            Self.stopping.contains(write.path) ? MachineStatus.offline : MachineStatus.maintenance
        }
        return (latched + (desired.map { [$0] } ?? [])).max()
    }

    /// The desired status of a machine.
    public static let status = FieldPath(known: "status")

    private static let stopping = [
        FieldPath(known: "latch.emergency-stop"), FieldPath(known: "latch.lockout"),
    ]
}

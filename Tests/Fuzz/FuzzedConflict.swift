internal import AgentStore
internal import Runtime
internal import SyncCore
internal import SyncWire
internal import Telemetry

/// Conflicts as the agent's store keeps them.
enum FuzzedConflict {
    static func take(_ input: [UInt8]) {
        guard let bytes = try? StoredConflict.rewritten(input) else { return }
        guard let again = try? StoredConflict.rewritten(bytes) else { fatalError("what was written is not read") }
        precondition(again == bytes, "read twice, it differs")
    }

    /// A conflict of two writes about a name, as it is found and as somebody has it in hand.
    static func seeds() -> [[UInt8]] {
        guard let key = MachineKey(factory: "north", machine: "pump-1"), let path = FieldPath("name"),
            let one = write("pump A", side: .edge, path), let other = write("pump B", side: .hub, path)
        else { return [] }
        let outcome = RuleOutcome(rule: .union, value: one.value, winner: one.dot, isConflict: true)
        var record = ConflictRecord(
            detected: Conflict(
                document: .machine(key), path: path, siblings: [one, other], outcome: outcome, policyVersion: 3),
            at: Timestamp(seconds: 1_763_712_000))
        let found = StoredConflict.bytes(of: record)
        record.claimedBy = "operator"
        record.resolution = one
        return [found, StoredConflict.bytes(of: record)]
    }

    private static func write(_ name: String, side: ReplicaID.Side, _ path: FieldPath) -> FieldWrite? {
        guard let id = UniqueID("1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed") else { return nil }
        return FieldWrite(
            path: path, dot: Dot(replica: ReplicaID(side: side, id: id), counter: 1), value: .text(name),
            label: HybridTime(at: Timestamp(seconds: 1_763_712_000)), actor: "operator", authority: .supervisor,
            context: VersionVector([]))
    }
}

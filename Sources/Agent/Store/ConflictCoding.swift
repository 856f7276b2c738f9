internal import SyncCore
internal import SyncWire
internal import Telemetry

/// A record of a conflict as the store keeps it.
extension ConflictRecord {
    private static let storedVersion: UInt8 = 1

    /// The bytes of the record; the writes as they travel.
    var stored: [UInt8] {
        var writer = SnapshotWriter(version: Self.storedVersion, capacity: 1_024)
        writer.write(Self.patch(conflict.document, conflict.siblings).encode())
        writer.write(conflict.path.description)
        writer.write(conflict.policyVersion)
        writer.write(conflict.outcome.rule.rawValue)
        writer.write(conflict.outcome.isConflict)
        writer.write(conflict.outcome.value) { $0.write($1.description) }
        writer.write(conflict.outcome.winner) { $0.write($1.description) }
        writer.write(state.rawValue)
        writer.write(revision)
        writer.write(detectedAt)
        writer.write(claimedBy) { $0.write($1) }
        writer.write(resolution) { $0.write(Self.patch(conflict.document, [$1]).encode()) }
        writer.write(supersededBy) { $0.write($1.unique) }
        writer.write(UInt16(steps.count))
        for step in steps {
            writer.write(step.at)
            writer.write(step.event.rawValue)
            writer.write(step.actor)
            writer.write(step.detail)
        }
        return writer.bytes
    }

    /// Reads what `stored` gives; throws when it is anything else.
    init(stored bytes: [UInt8]) throws(SnapshotError) {
        var reader = try SnapshotReader(bytes, version: Self.storedVersion)
        let patch = try Self.patch(&reader)
        guard let path = FieldPath(try reader.text()) else { throw .valueInvalid }
        let policyVersion = try reader.number(UInt32.self)
        guard let rule = MergeRule(rawValue: try reader.text()) else { throw .valueInvalid }
        let isConflict = try reader.bool()
        let value = try Self.optionalText(&reader)
        let winner = try Self.optionalText(&reader)
        let outcome = RuleOutcome(
            rule: rule, value: value.flatMap(FieldValue.init), winner: winner.flatMap(Dot.init),
            isConflict: isConflict)
        guard let state = ConflictState(rawValue: try reader.text()) else { throw .valueInvalid }
        self.init(
            conflict: Conflict(
                document: patch.key, path: path, siblings: patch.writes, outcome: outcome,
                policyVersion: policyVersion),
            state: state, revision: try reader.number(UInt32.self), detectedAt: try reader.time())
        claimedBy = try Self.optionalText(&reader)
        if try reader.bool() { resolution = try Self.patch(&reader).writes.first }
        if try reader.bool() { supersededBy = ConflictID(try reader.uniqueID()) }
        for _ in 0..<(try reader.number(UInt16.self)) {
            let at = try reader.time()
            guard let event = ConflictEvent(rawValue: try reader.text()) else { throw .valueInvalid }
            steps.append(Step(at: at, event: event, actor: try reader.text(), detail: try reader.text()))
        }
        try reader.finish()
    }

    private static func patch(_ key: DocumentKey, _ writes: [FieldWrite]) -> DocumentPatch {
        DocumentPatch(key: key, writes: writes, through: VersionVector(writes.map(\.dot)))
    }

    private static func patch(_ reader: inout SnapshotReader) throws(SnapshotError) -> DocumentPatch {
        guard let patch = try? DocumentPatch.decode(try reader.blob()) else { throw .valueInvalid }
        return patch
    }

    private static func optionalText(_ reader: inout SnapshotReader) throws(SnapshotError) -> String? {
        try reader.bool() ? try reader.text() : nil
    }
}

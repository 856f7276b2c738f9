internal import HubStore
internal import HubTenancy
internal import SyncCore
internal import SyncWire

/// A conflict as a file that can be played again: the document before it, the writes, the policy, the outcome.
///
/// `bytes` are what travels in sync, in Base64 for URLs: the whole document before, and the writes as a patch.
enum ConflictBundle {
    static func json(_ shown: ShownConflict, before: Document, policies: PolicyTable) -> JSONValue {
        let conflict = shown.record.conflict
        let patch = DocumentPatch(
            key: conflict.document, writes: conflict.siblings,
            through: VersionVector(conflict.siblings.map(\.dot)))
        return [
            "format": "millwright.conflict.v1", "conflict": ConflictView.json(shown, withHistory: true),
            "before": [
                "bytes": .string(Base64.encode(before.stored)),
                "writes": .array(before.writes.map(WriteView.json)),
            ],
            "siblings": [
                "bytes": .string(Base64.encode(patch.encode())),
                "writes": .array(conflict.siblings.map(WriteView.json)),
            ],
            "policy": policies.json.json, "outcome": ConflictView.outcome(conflict.outcome),
        ]
    }

    /// What another policy would have made of a conflict.
    static func replay(_ shown: ShownConflict, by policies: PolicyTable) -> JSONValue {
        let conflict = shown.record.conflict
        let siblings = Document(
            key: conflict.document, versions: VersionVector(conflict.siblings.map(\.dot)), writes: conflict.siblings)
        let other = siblings.outcome(of: conflict.path, by: policies) ?? conflict.outcome
        let isChanged =
            other.rule != conflict.outcome.rule || other.value != conflict.outcome.value
            || other.isOpen != conflict.outcome.isOpen
        return [
            "id": .of(conflict.id), "document": .string(conflict.document.description),
            "path": .string(conflict.path.description), "machineId": .of(shown.machine),
            "was": ConflictView.outcome(conflict.outcome), "wouldBe": ConflictView.outcome(other),
            "changed": .bool(isChanged),
        ]
    }
}

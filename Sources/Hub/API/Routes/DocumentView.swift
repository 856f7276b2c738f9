internal import HubStore
internal import SyncCore
internal import SyncWire
internal import Telemetry

/// A document as the API shows it.
enum DocumentView {
    static func json(_ stored: StoredDocument, by policies: PolicyTable) -> JSONValue {
        let document = stored.document
        let conflicts = document.conflicts(by: policies)
        return [
            "document": .string(document.key.description), "kind": .string(document.key.kind.rawValue),
            "machineId": .of(stored.machine), "agentId": .of(stored.agent), "revision": .of(stored.revision),
            "policyVersion": .of(Int(policies.version)),
            "conflicted": .bool(document.isConflicted(by: policies)),
            "status": .of(document.effectiveStatus(by: policies)?.rawValue),
            "latches": .array(document.latches.map(WriteView.json)),
            "fields": .array(
                document.settings.map { path in
                    field(document, path, conflicts.first { $0.path == path }, by: policies)
                }),
        ]
    }

    private static func field(
        _ document: Document, _ path: FieldPath, _ conflict: Conflict?, by policies: PolicyTable
    ) -> JSONValue {
        let outcome = document.outcome(of: path, by: policies)
        return [
            "path": .string(path.description), "value": .of(outcome?.value),
            "rule": .string((outcome?.rule ?? .newestLabel).rawValue), "conflictId": .of(conflict?.id),
            "open": .bool(conflict?.isOpen ?? false || document.isReopened(path)),
            "writes": .array(document.siblings(of: path).map(WriteView.json)),
        ]
    }

    static func json(_ entry: DocumentEntry) -> JSONValue {
        [
            "revision": .of(entry.revision), "at": .of(entry.at), "event": .string(entry.event),
            "path": .string(entry.path), "value": .of(entry.value), "actor": .string(entry.actor),
            "authority": .string("\(entry.authority)"), "reason": .string(entry.reason), "dot": .string(entry.dot),
            "labelledAt": .of(entry.label.at), "rule": .string(entry.rule), "inForce": .of(entry.inForce),
            "conflicted": .bool(entry.isConflicted),
        ]
    }
}

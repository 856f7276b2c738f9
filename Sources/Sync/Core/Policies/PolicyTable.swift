public import SyncWire

/// How conflicts are decided: data with a version, the same on both sides, first match first.
public struct PolicyTable: Hashable, Sendable {
    /// Rises with each change; both sides tell it in their rounds.
    public var version: UInt32
    /// The first one that matches counts.
    public var entries: [PolicyEntry]

    /// A table by its parts.
    public init(version: UInt32, entries: [PolicyEntry]) {
        self.version = version
        self.entries = entries
    }

    /// The line for a field; one that no line names is decided by the newest label.
    ///
    /// Latches are latches whatever a table says.
    public func entry(for path: FieldPath, of key: DocumentKey) -> PolicyEntry {
        if LatchField.isLatch(path) {
            return PolicyEntry(kind: key.kind, pattern: "latch.*", rule: .safetyLatch)
        }
        return entries.first { $0.matches(key, path) }
            ?? PolicyEntry(kind: key.kind, pattern: "*", rule: .newestLabel)
    }

    /// The table of sync.md, which agent and hub use.
    public static let standard = PolicyTable(
        version: 5,
        entries: [
            PolicyEntry(kind: .machine, pattern: "latch.*", rule: .safetyLatch),
            PolicyEntry(
                kind: .machine, pattern: "status", rule: .mostRestrictive, order: ["ONLINE", "MAINTENANCE", "OFFLINE"]),
            PolicyEntry(kind: .machine, pattern: "limit.*", rule: .stricterHolds, authority: .supervisor),
            PolicyEntry(kind: .machine, pattern: "setpoint.*", rule: .runningHolds),
            PolicyEntry(
                kind: .machine, pattern: "approval", rule: .hubOnly, order: ["APPROVED", "REJECTED", "REVOKED"],
                authority: .supervisor),
            PolicyEntry(kind: .machine, pattern: "profile", rule: .hubOnly, authority: .supervisor),
            PolicyEntry(kind: .machine, pattern: "firmware", rule: .hubOnly, authority: .supervisor),
            PolicyEntry(kind: .machine, pattern: "rule.*", rule: .hubOnly, authority: .supervisor),
            PolicyEntry(kind: .machine, pattern: "model.*", rule: .hubOnly, authority: .system),
            PolicyEntry(kind: .machine, pattern: "reported.*", rule: .edgeOnly, authority: .system),
            PolicyEntry(kind: .machine, pattern: "name", rule: .newestLabel),
            PolicyEntry(kind: .machine, pattern: "type", rule: .newestLabel),
            PolicyEntry(kind: .machine, pattern: "label.*", rule: .newestLabel),
            PolicyEntry(kind: .machine, pattern: "description", rule: .keepBoth),
            PolicyEntry(kind: .machine, pattern: "notes", rule: .keepBoth),
            PolicyEntry(kind: .machine, pattern: "deleted", rule: .deletion, authority: .supervisor),
            PolicyEntry(kind: .alert, pattern: "acknowledged.*", rule: .union),
            PolicyEntry(kind: .alert, pattern: "resolved", rule: .occurrence),
            PolicyEntry(kind: .alert, pattern: "shelved-until", rule: .newestLabel),
            PolicyEntry(kind: .alert, pattern: "comment", rule: .keepBoth),
            PolicyEntry(kind: .agent, pattern: "desired.*", rule: .hubOnly, authority: .admin),
            PolicyEntry(kind: .agent, pattern: "reported.*", rule: .edgeOnly, authority: .system),
        ])
}

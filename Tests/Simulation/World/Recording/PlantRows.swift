package import SyncCore
package import SyncWire
package import Telemetry

extension HubRecording {
    /// What the hub has of documents, conflicts, commands and the downlink, each table as lines.
    package var plantRows: [String: [String]] {
        [
            "documents": hub.plant.documents.values.map(Self.line),
            "conflicts": hub.plant.conflicts.values.map(Self.line),
            "commands": hub.plant.commands.values.map(Self.line), "downlink": downlink,
            "refused patches": hub.plant.refusedPatches.map { "\($0.record.seq) \(Digest(of: $0.record.payload))" },
        ]
    }

    /// The alerts that the hub itself raised.
    package var alertRows: [(alert: Alert, agent: AgentID)] {
        hub.plant.saidUnknown.compactMap { id in
            hub.plant.commands[id].map { row in
                let order = row.order
                return (.unknown(id, of: order.machine, action: order.action, at: order.expiresAt), order.agent)
            }
        }
    }

    /// The commands' end states, so that a recording without any is seen.
    package var commandStates: [CommandState] { hub.plant.commands.values.map(\.state) }

    /// The conflicts' states.
    package var conflictStates: [ConflictState] { hub.plant.conflicts.values.map(\.record.state) }

    private static func line(_ row: HubTables.DocumentRow) -> String {
        let sent = row.sentIncarnation.map { "sent to \($0) up to \(row.sentCounter)" } ?? "not sent"
        return "\(row.document.key) of \(row.agent) revision \(row.revision)\(row.isDirty ? ", dirty" : ""), \(sent), "
            + "acknowledged \(row.acknowledgedCounter): \(Digest(of: row.document.stored))"
    }

    private static func line(_ row: HubTables.ConflictRow) -> String {
        let record = row.record
        return "\(record.conflict.id) of \(record.conflict.document) \(record.conflict.path) \(record.state.rawValue) "
            + "revision \(record.revision) resolved at \(row.resolvedRevision.map { "\($0)" } ?? "-"), "
            + "claimed by \(record.claimedBy ?? "-"), superseded by \(record.supersededBy?.description ?? "-")"
    }

    private static func line(_ row: HubTables.CommandRow) -> String {
        "\(row.order.id) \(row.state.rawValue)\(row.isWaiting ? ", waiting" : "")\(row.isSent ? ", sent" : "")"
            + (row.cancel == nil ? "" : ", cancelled")
    }

    private var downlink: [String] {
        hub.plant.downlink.flatMap { name, rows in
            rows.map { row in
                let document = row.document.map { "\($0.key) \($0.revision) \($0.counter)" } ?? "-"
                return "\(name.incarnation) \(row.record.seq) kind \(row.record.kind.rawValue) \(row.chain) \(document)"
            }
        }
    }
}

import AgentStore
import SyncCore
import SyncWire
import Telemetry

/// Conflicts of one gateway's documents: exactly those that there were, and the same ones open on both sides.
struct ConflictChecks {
    private let world: SimulationWorld
    private let gateway: SimulatedGateway
    private let atHub: [ConflictID: ConflictRecord]
    private let atEdge: [ConflictID: ConflictRecord]

    init(_ world: SimulationWorld, _ gateway: SimulatedGateway) {
        self.world = world
        self.gateway = gateway
        let documents = Set(world.hub.plant.keys(of: gateway.agent))
        atHub = world.hub.plant.conflicts.mapValues(\.record).filter { documents.contains($0.value.conflict.document) }
        let records = (try? gateway.process?.store.conflicts(includingFinal: true, count: 10_000)) ?? []
        atEdge = Dictionary(uniqueKeysWithValues: records.map { ($0.conflict.id, $0) })
    }

    func verdict() -> String? {
        for key in world.hub.plant.keys(of: gateway.agent) {
            if let broken = standing(key) ?? pairs(key) { return broken }
        }
        for side in [atHub, atEdge] {
            for (id, record) in side.sorted(by: { $0.key < $1.key }) {
                if let broken = isReal(record) { return "\(broken): \(id) \(record.conflict.path)" }
            }
        }
        return undone()
    }

    /// What stands in conflict is known as that on both sides, in one record each that is not over.
    private func standing(_ key: DocumentKey) -> String? {
        guard let row = world.hub.plant.documents[key] else { return nil }
        for conflict in row.document.conflicts(by: world.hub.plant.policies) {
            for (name, side) in [("hub", atHub), ("edge", atEdge)] {
                if name == "edge", key.kind == .alert, gateway.forgetsAlerts(world.plan.traits) { continue }
                guard let record = side[conflict.id] else {
                    return "CONFLICT_UNRECORDED: \(key) \(conflict.path) at the \(name)"
                }
                if record.state.isFinal || (conflict.isOpen && !record.state.isOpen) {
                    return "CONFLICT_NOT_OPEN: \(key) \(conflict.path) at the \(name) is \(record.state.rawValue)"
                }
            }
        }
        return nil
    }

    /// Writes that did not know each other and differ met in a record, or one of them was superseded before they met.
    ///
    /// An edge that forgot a record that was over has told the hub of it.
    private func pairs(_ key: DocumentKey) -> String? {
        let dots = (world.writes.entries[key] ?? [:]).values.joined().map(\.write.dot)
        let told = world.hub.plant.conflictsTold.map { said in Set(dots.filter { said.contains("\($0) = ") }) }
        let recorded = Set(
            (Array(atHub.values) + Array(atEdge.values)).map { Set($0.conflict.siblings.map(\.dot)) } + told)
        for (path, entries) in world.writes.entries[key] ?? [:] {
            var pairs = ConcurrentPairs(entries: entries, recorded: recorded)
            if let (one, other) = pairs.unrecorded() {
                return "CONFLICT_LOST: \(key) \(path), \(one) and \(other)"
            }
        }
        return nil
    }

    /// Only what really did not know each other is in a conflict, and an open one still stands.
    private func isReal(_ record: ConflictRecord) -> String? {
        let conflict = record.conflict
        let entries = world.writes.entries[conflict.document]?[conflict.path] ?? []
        let dots = Set(conflict.siblings.map(\.dot))
        let siblings = entries.filter { dots.contains($0.write.dot) }
        for one in siblings {
            for other in siblings where one.write.dot != other.write.dot && one.knew(other) {
                let isSpared = one.write.path.parts.first == "latch" && one.write.value == .flag(false)
                if !isSpared { return "CONFLICT_IN_SEQUENCE" }
            }
        }
        let document = world.hub.plant.documents[conflict.document]?.document
        let standing = document?.siblings(of: conflict.path).map(\.dot) ?? []
        return record.state == .open && Set(standing) != dots && !isUndone(conflict.id) ? "CONFLICT_STALE" : nil
    }

    private func isUndone(_ id: ConflictID) -> Bool { world.writes.undone.contains { $0.conflict == id } }

    /// A decision that was taken back is open until somebody writes the field again.
    private func undone() -> String? {
        for undo in world.writes.undone where undo.side == .hub || undo.gateway == gateway.number {
            guard let record = (undo.side == .hub ? atHub : atEdge)[undo.conflict] else { continue }
            let entries = world.writes.entries[undo.key]?[undo.path] ?? []
            let isWritten = entries.contains { !undo.knew.contains($0.write.dot) }
            if !isWritten, !record.state.isOpen, record.steps.last?.event != .decided {
                return "UNDO_LOST: \(undo.conflict) at the \(undo.side) is \(record.state.rawValue)"
            }
        }
        return nil
    }
}

import SyncCore
import SyncWire
import Telemetry

/// Which machines the hub knows: those of which an agent said something, as in `RoundIntake.machines`.
extension HubTables {
    mutating func takeMachines(_ decision: RoundDecision) {
        for event in decision.events {
            if case .success(let payload) = event.payload, let machine = payload.machine { machines.insert(machine) }
        }
        for document in decision.documents {
            guard case .success(let patch) = document.patch, patch.key.kind == .machine else { continue }
            if let machine = MachineKey(patch.key.subject) { machines.insert(machine) }
        }
        for segment in decision.segments {
            if case .store(let content) = segment.step { machines.formUnion(content.blocks.map(\.machine)) }
        }
    }

    /// Whether an operator can write a document: that of a machine only once the hub knows the machine.
    func isShown(_ key: DocumentKey) -> Bool {
        key.kind != .machine || MachineKey(key.subject).map { machines.contains($0) } == true
    }
}

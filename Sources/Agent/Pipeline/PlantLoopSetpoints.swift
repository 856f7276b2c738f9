internal import AgentAutonomy
internal import AgentStore
internal import Logging
internal import SyncWire
internal import Telemetry

/// Set-points of documents on their way to the devices.
///
/// Which write a device was told of is stored with the intent of its command: a restart neither forgets one nor tells
/// it again. What becomes of the command is the ledger's, by the execution class of the profile's action.
extension PlantLoop {
    /// Tells devices of set-points that are new; a machine that is away or latched is told when it is not any more.
    func sendSetpoints() {
        guard connection.isConnected else { return }
        for watch in watches where !watch.setpoints.isEmpty && watch.isConnected && !watch.guardian.isLatched {
            let told = toldSetpoints(of: watch.key)
            for setpoint in watch.setpoints where told[setpoint.name] != setpoint.dot.description {
                tell(setpoint, to: watch)
                noteTold(setpoint, to: watch.key)
            }
        }
    }

    private func tell(_ setpoint: Setpoint, to watch: MachineWatch) {
        let id = setpoint.id(for: watch.key)
        switch watch.guardian.command(
            setpoint: setpoint.name, to: setpoint.value, id: id, issuer: setpoint.actor, at: now)
        {
        case .success(let command):
            commandsChanged = true
            record(commands.intend(command, now: now), of: nil)
        case .failure(let wrong):
            batch.events.append(
                .audit(
                    AuditEntry(
                        at: now, actor: "agent", action: "setpoint.refused", target: watch.key.description,
                        detail: "\(setpoint.name) = \(setpoint.value) of \(setpoint.actor): \(wrong.reason)")))
            logger.warning(
                "a set-point cannot be sent to its device",
                metadata: ["machine": "\(watch.key)", "setpoint": "\(setpoint.name)", "why": "\(wrong.reason)"])
        }
    }

    /// The newest write of each set-point that a device was told of.
    private func toldSetpoints(of machine: MachineKey) -> [String: String] {
        if let told = toldSetpoints[machine] { return told }
        var told: [String: String] = [:]
        let stored = (try? store.state(StateName.setpoints + machine.description)) ?? nil
        for line in String(decoding: stored ?? [], as: UTF8.self).split(separator: "\n") {
            let parts = line.split(separator: "\t", maxSplits: 1)
            if parts.count == 2 { told[String(parts[0])] = String(parts[1]) }
        }
        toldSetpoints[machine] = told
        return told
    }

    private func noteTold(_ setpoint: Setpoint, to machine: MachineKey) {
        toldSetpoints[machine, default: [:]][setpoint.name] = setpoint.dot.description
        let name = StateName.setpoints + machine.description
        let lines = (toldSetpoints[machine] ?? [:]).sorted { $0.key < $1.key }.map { "\($0.key)\t\($0.value)" }
        batch.states.removeAll { $0.name == name }
        batch.states.append(NamedState(name: name, body: Array(lines.joined(separator: "\n").utf8)))
    }
}

internal import HubPlant
package import Telemetry

/// What a client can subscribe to.
package enum LiveChannel: Hashable, Sendable {
    case machine(MachineID)
    case factory(FactoryID)
    case alerts
    case agents
    case conflicts
    /// All of the tenant's machines.
    case machines
}

extension LiveChannel: LosslessStringConvertible {
    package init?(_ description: String) {
        let parts = description.split(separator: ":", maxSplits: 1).map(String.init)
        switch (parts.first, parts.count) {
        case ("alerts", 1): self = .alerts
        case ("agents", 1): self = .agents
        case ("conflicts", 1): self = .conflicts
        case ("machines", 1): self = .machines
        case ("machine", 2):
            guard let id = MachineID(parts[1]) else { return nil }
            self = .machine(id)
        case ("factory", 2):
            guard let id = FactoryID(parts[1]) else { return nil }
            self = .factory(id)
        default: return nil
        }
    }

    package var description: String {
        switch self {
        case .machine(let id): "machine:\(id)"
        case .factory(let id): "factory:\(id)"
        case .alerts: "alerts"
        case .agents: "agents"
        case .conflicts: "conflicts"
        case .machines: "machines"
        }
    }
}

extension LiveChannel {
    /// Where an alert is heard; one about an agent itself only among the alerts.
    static func ofAlert(machine: MachineID?, factory: FactoryID?) -> Set<LiveChannel> {
        of(.alerts, machine: machine, factory: factory)
    }

    /// A channel of a kind of news, and those of what the news is about.
    static func of(_ channel: LiveChannel, machine: MachineID?, factory: FactoryID?) -> Set<LiveChannel> {
        var channels: Set<LiveChannel> = [channel]
        if let machine { channels.formUnion([.machine(machine), .machines]) }
        if let factory { channels.insert(.factory(factory)) }
        return channels
    }
}

extension PlantEvent {
    /// The channels on which an event is heard.
    var channels: Set<LiveChannel> {
        switch kind {
        case .sensorUpdate(let machine, let factory, _, _), .valuesElsewhere(let machine, let factory),
            .notice(.machineStatus(let machine, let factory, _)), .notice(.approval(let machine, let factory, _)),
            .notice(.decision(_, let machine, let factory)):
            [.machine(machine), .factory(factory), .machines]
        case .notice(.alert(_, let machine, let factory)):
            LiveChannel.ofAlert(machine: machine, factory: factory)
        case .notice(.conflict(_, let machine, let factory)):
            LiveChannel.of(.conflicts, machine: machine, factory: factory)
        case .notice(.agent): [.agents]
        }
    }
}

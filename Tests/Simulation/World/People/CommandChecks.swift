import SyncCore
import SyncWire
import Telemetry

/// Commands to one gateway's device: what was done, held against what was wanted and what the hub says.
struct CommandChecks {
    private let world: SimulationWorld
    private let gateway: SimulatedGateway

    init(_ world: SimulationWorld, _ gateway: SimulatedGateway) {
        self.world = world
        self.gateway = gateway
    }

    func verdict() -> String? {
        guard gateway.isUnbroken else { return nil }
        let all = gateway.device.controls.deliveries
        for (id, wish) in world.orders.sorted(by: { $0.key < $1.key }) where wish.gateway == gateway.number {
            guard let row = world.hub.plant.commands[id] else { continue }
            let deliveries = all.filter { $0.id == id }
            if let broken = device(wish, row, deliveries) ?? hub(row, deliveries) {
                return "\(broken), command \(wish.number) \(wish.action) \(row.order.executionClass.word)"
            }
        }
        return fences(all)
    }

    /// What reached the device.
    private func device(
        _ wish: CommandWish, _ row: HubTables.CommandRow, _ deliveries: [DeviceControls.Delivery]
    ) -> String? {
        guard let first = deliveries.first else { return nil }
        if wish.forgery != nil { return "COMMAND_FORGED: the device was told" }
        let effects = deliveries.count { $0.hadEffect }
        switch wish.executionClass {
        case .atMostOnce where deliveries.count > 1: return "COMMAND_TWICE: \(deliveries.count) times told"
        case .probe where effects > 1: return "COMMAND_TWICE: \(effects) effects"
        default: break
        }
        if let latched = deliveries.first(where: \.isLatched) { return "COMMAND_LATCHED: told at \(latched.at)" }
        if first.isConditionFalse { return "COMMAND_CONDITION_FALSE: told all the same" }
        for delivery in deliveries where !world.plan.traits.clockJumps {
            let late = SimulationWorld.hubTime(delivery.at).seconds(since: row.order.expiresAt)
            if late > delivery.clockErrorSeconds { return "COMMAND_EXPIRED: told \(late) s after its time" }
        }
        return nil
    }

    /// What the hub says became of it.
    private func hub(_ row: HubTables.CommandRow, _ deliveries: [DeviceControls.Delivery]) -> String? {
        guard row.state.isFinal else { return "COMMAND_NO_END: \(row.state.rawValue)" }
        if row.ends.count > 1 { return "COMMAND_TWO_ENDS: \(row.ends.map(\.rawValue))" }
        if row.received > 1 { return "DOWNLINK_TWICE: taken in \(row.received) times" }
        let hadEffect = deliveries.contains(where: \.hadEffect)
        switch row.state {
        case .done where !hadEffect: return "COMMAND_FALSELY_DONE: the device did nothing"
        case .refused where !deliveries.isEmpty, .expired where !deliveries.isEmpty,
            .cancelled where !deliveries.isEmpty:
            return "COMMAND_FALSELY_\(row.state.rawValue): the device was told"
        default: return nil
        }
    }

    /// Commands with a fence reach the device in the order of their fences.
    private func fences(_ deliveries: [DeviceControls.Delivery]) -> String? {
        var highest: [String: UInt64] = [:]
        for delivery in deliveries {
            guard let order = world.hub.plant.commands[delivery.id]?.order, order.executionClass == .fenced else {
                continue
            }
            if order.fence < highest[order.action] ?? 0 {
                return "COMMAND_FENCE: \(order.action) with fence \(order.fence) after \(highest[order.action] ?? 0)"
            }
            highest[order.action] = order.fence
        }
        return nil
    }
}

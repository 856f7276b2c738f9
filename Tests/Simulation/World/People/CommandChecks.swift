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
        // A copied folder's commands are those of the gateway that it was copied from.
        guard world.gateways[gateway.number].agent == gateway.agent else { return nil }
        let all = world.gateways.filter { $0.agent == gateway.agent }.flatMap(\.device.controls.deliveries)
            .sorted { $0.at < $1.at }
        for (id, wish) in world.orders.sorted(by: { $0.key < $1.key }) where wish.gateway == gateway.number {
            guard let row = world.hub.plant.commands[id] else { continue }
            let deliveries = all.filter { $0.id == id }
            if let broken = device(wish, row, deliveries) ?? hub(row, deliveries) {
                return "\(broken), command \(wish.number) \(wish.action) \(row.order.executionClass.word)"
            }
        }
        return gateway.isUnbroken ? fences(all) : nil
    }

    /// What reached the device.
    private func device(
        _ wish: CommandWish, _ row: HubTables.CommandRow, _ deliveries: [DeviceControls.Delivery]
    ) -> String? {
        guard !deliveries.isEmpty else { return nil }
        if wish.forgery != nil { return "COMMAND_FORGED: the device was told" }
        switch wish.executionClass {
        case .atMostOnce:
            if let twice = twice(row, deliveries) { return "COMMAND_TWICE: told again \(twice)" }
        case .probe:
            if let twice = twice(row, deliveries.filter(\.hadEffect)) { return "COMMAND_TWICE: an effect \(twice)" }
        case .idempotent, .fenced: break
        }
        if let latched = deliveries.first(where: \.isLatched) { return "COMMAND_LATCHED: told at \(latched.at)" }
        if deliveries[0].isConditionFalse { return "COMMAND_CONDITION_FALSE: told all the same" }
        for delivery in deliveries {
            if delivery.isClockRefused { return "COMMAND_EXPIRED: told though the clocks disagree" }
            // A clock that was set while nobody heard the hub is taken for right.
            let known = world.plan.traits.clockJumps ? delivery.heardLateSeconds : delivery.clockErrorSeconds
            let late = SimulationWorld.hubTime(delivery.at).seconds(since: row.order.expiresAt)
            if let known, late > known { return "COMMAND_EXPIRED: told \(late) s after its time" }
        }
        return nil
    }

    /// Why a delivery after another one must not have been; nothing when there was none, or nobody could know.
    ///
    /// Of what one branch of a folder did, and told nobody, another one can know nothing.
    private func twice(_ row: HubTables.CommandRow, _ deliveries: [DeviceControls.Delivery]) -> String? {
        for (index, again) in deliveries.enumerated().dropFirst() {
            let isKnown = deliveries[..<index].contains { world.branches.does(again.branch, know: $0) }
            if isKnown, gateway.isDiskTrusted { return "by a folder that knew" }
            if let since = row.executingSince, since < again.freeSince { return "though the hub knew" }
        }
        return nil
    }

    /// What the hub says became of it.
    private func hub(_ row: HubTables.CommandRow, _ deliveries: [DeviceControls.Delivery]) -> String? {
        guard row.state.isFinal else { return "COMMAND_NO_END: \(row.state.rawValue)" }
        if row.ends.count > 1 { return "COMMAND_TWO_ENDS: \(row.ends.map(\.rawValue))" }
        if row.received > 1, gateway.isUnbroken { return "DOWNLINK_TWICE: taken in \(row.received) times" }
        let hadEffect = deliveries.contains(where: \.hadEffect)
        // What another branch of the folder told the device need not be known to the one that ended it.
        let isTold = gateway.isUnbroken && !deliveries.isEmpty
        switch row.state {
        case .done where !hadEffect: return "COMMAND_FALSELY_DONE: the device did nothing"
        case .expired where row.executingSince != nil, .cancelled where row.executingSince != nil:
            return "COMMAND_FALSELY_\(row.state.rawValue): the hub knew better"
        case .refused where isTold, .expired where isTold, .cancelled where isTold:
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

import AgentStore
import Runtime
import SimulatedDisk
import SyncCore
import SyncWire
import Telemetry

/// What goes to the device, and how things stand then.
extension GatewayProcess {
    /// Tells the device what is intended and durable.
    func sendCommands(_ controls: inout DeviceControls) {
        let sendable = commands.takeSendable(store, controls, shell.session, batch: &batch)
        // Several of one turn are told at once, before any of them has its effect.
        let before = controls
        for order in sendable where lifeline.spend() {
            guard let facts = try? GatewayCommands.facts(of: order, store, before) else { continue }
            let unseen = facts.document.latches.contains { !order.precondition.latchesSeen.contains($0.dot) }
            let delivery = DeviceControls.Delivery(
                id: order.id, at: Timestamp(microseconds: Int64(clock.uptime().nanoseconds / 1_000)),
                isLatched: unseen && (order.precondition.latchesClear || facts.isStart),
                isConditionFalse: !Self.holds(order.precondition, facts),
                clockErrorSeconds: Double(shell.session.clock?.error ?? 0) / 1e6,
                heardLateSeconds: heardLateSeconds, isClockRefused: shell.session.clockDisagreement != nil,
                freeSince: commands.isFree(since: order.id), branch: controls.branch,
                number: controls.deliveries.count, hadEffect: false)
            controls.deliver(delivery, at: clock.uptime())
            if let effects = controls.crash(after: order.id) { lifeline.end(afterEffects: effects) }
        }
    }

    /// How long the hub's newest word on its time was on its way; nothing before this life heard of the hub.
    private var heardLateSeconds: Double? {
        shell.session.hubHeard.map { heard in
            let passed = Timestamp(microseconds: Int64(heard.at.nanoseconds / 1_000))
            return SimulationWorld.hubTime(passed).seconds(since: heard.named)
        }
    }

    /// Whether what a command asks for holds, but for latches; told apart from the real check.
    private static func holds(_ condition: Precondition, _ facts: CommandFacts) -> Bool {
        condition.versions.dots.allSatisfy { facts.document.versions.contains($0) }
            && (condition.status == nil || condition.status == facts.status)
            && condition.measured.allSatisfy { facts.measured[$0.metric].map(\.value) ?? .infinity < $0.value }
    }
}

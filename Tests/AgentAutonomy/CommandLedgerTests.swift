import AgentAutonomy
import DeviceProfiles
import Runtime
import Telemetry
import Testing

@Suite("Command ledger")
struct CommandLedgerTests {
    static func context(_ seconds: Double) -> GuardContext {
        GuardContext(
            now: Plant.start.advanced(seconds: seconds), uptime: Uptime(nanoseconds: 1).advanced(seconds: seconds),
            hubReachable: false, random: SeededRandom(seed: 5))
    }

    static func command(
        _ number: UInt64 = 1, _ executionClass: ActionDefinition.ExecutionClass = .atMostOnce
    ) throws -> DeviceCommand {
        let key = try #require(MachineKey(factory: "north", machine: "pump-7"))
        let action = DeviceAction(
            id: DeviceCommandID(UniqueID(high: 7, low: number)), machine: key, decision: nil, name: "stop",
            state: .intended, reason: "rule", requestedAt: Plant.start, changedAt: Plant.start,
            expiresAt: Plant.start.advanced(seconds: 60))
        return DeviceCommand(
            action: action, topic: "t", payload: [1], timeoutSeconds: 10, executionClass: executionClass)
    }

    @Test("nothing is sent before its intent is durable, and nothing twice")
    func order() throws {
        var ledger = CommandLedger()
        let command = try Self.command()
        #expect(ledger.intend(command, now: Plant.start).actions.map(\.state) == [.intended])
        #expect(ledger.takeSendable(context: Self.context(0)).commands.isEmpty)
        ledger.committed()
        let taken = ledger.takeSendable(context: Self.context(1))
        #expect(taken.commands.map(\.action.id) == [command.action.id])
        #expect(taken.effects.actions.map(\.state) == [.sent])
        #expect(ledger.takeSendable(context: Self.context(2)).commands.isEmpty)
        #expect(ledger.intend(command, now: Plant.start).isEmpty)
        ledger.committed()
        #expect(ledger.takeSendable(context: Self.context(3)).commands.isEmpty)
    }

    @Test("an intent that was taken back before it was durable is gone, and one that is durable stays")
    func forgotten() throws {
        var ledger = CommandLedger()
        _ = ledger.intend(try Self.command(1), now: Plant.start)
        ledger.committed()
        _ = ledger.intend(try Self.command(2), now: Plant.start)
        for number: UInt64 in [1, 2] { ledger.forget(try Self.command(number).action.id) }
        ledger.committed()
        let sent = ledger.takeSendable(context: Self.context(1)).commands
        #expect(sent.map(\.action.id) == [try Self.command(1).action.id])
    }

    @Test("what may not go any more is withheld with its code when it never left, and unknown when it may have arrived")
    func withdrawn() throws {
        var context = Self.context(1)
        var ledger = CommandLedger()
        let command = try Self.command(1, .repeatable)
        _ = ledger.intend(command, now: Plant.start)
        #expect(ledger.waiting.isEmpty)
        ledger.committed()
        #expect(ledger.waiting.map(\.action.id) == [command.action.id])
        var sent = ledger
        let withheld = ledger.withdraw(command.action.id, code: "COMMAND_LATCHED", why: "latched", context: &context)
        #expect(withheld.withheld == ["COMMAND_LATCHED"] && withheld.actions.isEmpty)
        #expect(ledger.open.isEmpty)
        _ = sent.takeSendable(context: context)
        #expect(sent.waiting.isEmpty)
        let none = sent.withdraw(command.action.id, code: "COMMAND_LATCHED", why: "latched", context: &context)
        #expect(none.isEmpty)
        context = Self.context(20)
        let silent = sent.tick(context: &context)
        #expect(silent.isEmpty)
        #expect(sent.waiting.count == 1)
        let unknown = sent.withdraw(command.action.id, code: "COMMAND_LATCHED", why: "latched", context: &context)
        #expect(unknown.actions.map(\.state) == [.unknown])
        #expect(sent.open.isEmpty)
    }

    @Test("what the client did not take has surely not left; what was sent once and expires is unknown")
    func departures() throws {
        var context = Self.context(1)
        var ledger = CommandLedger()
        let command = try Self.command(1, .repeatable)
        let id = command.action.id
        _ = ledger.intend(command, now: Plant.start)
        ledger.committed()
        _ = ledger.takeSendable(context: context)
        _ = ledger.notSent(id, now: context.now)
        var never = ledger
        var late = Self.context(61)
        let withheld = never.tick(context: &late)
        #expect(withheld.withheld == ["COMMAND_EXPIRED"] && withheld.actions.isEmpty)

        _ = ledger.takeSendable(context: context)
        context = Self.context(20)
        _ = ledger.tick(context: &context)
        _ = ledger.takeSendable(context: context)
        _ = ledger.notSent(id, now: context.now)
        let unknown = ledger.tick(context: &late)
        #expect(unknown.actions.map(\.state) == [.unknown])
    }

    @Test("accepted, then done; answers from elsewhere or twice change nothing")
    func answers() throws {
        var (ledger, command) = try Self.sent()
        let id = command.action.id
        let other = try #require(MachineKey(factory: "north", machine: "other"))
        let now = Plant.start.advanced(seconds: 3)
        #expect(ledger.acknowledge(id, from: other, .done, reason: "", now: now).isEmpty)
        #expect(
            ledger.acknowledge(id, from: command.action.machine, .accepted, reason: "", now: now).actions.map(\.state)
                == [.accepted])
        #expect(ledger.acknowledge(id, from: command.action.machine, .accepted, reason: "", now: now).isEmpty)
        #expect(
            ledger.acknowledge(id, from: command.action.machine, .done, reason: "stopped", now: now).actions.first?
                .reason == "stopped")
        #expect(ledger.acknowledge(id, from: command.action.machine, .failed, reason: "", now: now).isEmpty)
        #expect(ledger.open.isEmpty)
        var context = Self.context(1_000)
        #expect(ledger.tick(context: &context).isEmpty)
    }

    @Test("silence is UNKNOWN with an alert; a late answer is told and ends the alert")
    func silence() throws {
        var (ledger, command) = try Self.sent()
        var early = Self.context(10)
        #expect(ledger.tick(context: &early).isEmpty)
        var context = Self.context(12)
        let effects = ledger.tick(context: &context)
        #expect(effects.actions.map(\.state) == [.unknown])
        let alert = try #require(effects.alerts.first)
        #expect(alert.kind == .commandUnknown && alert.state == .unacknowledgedActive)
        #expect(alert.id == AlertID(unknown: command.action.id))
        let late = ledger.acknowledge(
            command.action.id, from: command.action.machine, .done, reason: "", now: Plant.start)
        #expect(late.actions.map(\.state) == [.unknown] && late.actions.first?.reason == "late answer: done")
        #expect(late.alerts.map(\.id) == [alert.id] && late.alerts.first?.state == .unacknowledgedReturned)
        #expect(
            ledger.acknowledge(command.action.id, from: command.action.machine, .done, reason: "", now: Plant.start)
                .isEmpty)
    }

    @Test(
        "after a restart, at most once is UNKNOWN and never sent again",
        arguments: [DeviceAction.State.intended, .sent, .accepted])
    func restartOnce(state: DeviceAction.State) throws {
        var stored = try Self.command()
        stored.action.state = state
        var context = Self.context(5)
        var (ledger, effects) = CommandLedger.restored([stored], context: &context)
        #expect(effects.actions.map(\.state) == [.unknown])
        #expect(effects.alerts.map(\.kind) == [.commandUnknown])
        #expect(ledger.takeSendable(context: context).commands.isEmpty)
    }

    @Test("after a restart, a repeatable one is sent again with its id until it expires")
    func restartRepeatable() throws {
        var stored = try Self.command(1, .repeatable)
        stored.action.state = .sent
        var context = Self.context(5)
        var (ledger, effects) = CommandLedger.restored([stored], context: &context)
        #expect(effects.isEmpty)
        #expect(ledger.takeSendable(context: context).commands.map(\.action.id) == [stored.action.id])
        context = Self.context(30)
        #expect(ledger.tick(context: &context).isEmpty)
        #expect(ledger.takeSendable(context: context).commands.count == 1)
        context = Self.context(61)
        #expect(ledger.tick(context: &context).actions.map(\.state) == [.unknown])
        #expect(ledger.takeSendable(context: context).commands.isEmpty)
    }

    @Test("what can be read back is sent again only after it was seen not to be done")
    func probe() throws {
        var ledger = CommandLedger()
        var command = try Self.command()
        command.probe = CommandProbe(metric: try #require(MetricName("power")), value: 0, tolerance: 1)
        _ = ledger.intend(command, now: Plant.start)
        ledger.committed()
        #expect(ledger.takeSendable(context: Self.context(0)).commands.count == 1)
        var context = Self.context(11)
        #expect(ledger.toProbe(uptime: Self.context(5).uptime).isEmpty)
        #expect(ledger.toProbe(uptime: context.uptime).map(\.action.id) == [command.action.id])
        #expect(ledger.tick(context: &context).isEmpty)
        #expect(ledger.takeSendable(context: context).commands.isEmpty)
        _ = ledger.probed(command.action.id, isDone: false, now: context.now)
        // The device was told, though it did nothing: that is no refusal.
        var latched = ledger
        let failed = latched.withdraw(command.action.id, code: "COMMAND_LATCHED", why: "latched", context: &context)
        #expect(failed.actions.map(\.state) == [.failed] && failed.withheld.isEmpty)
        #expect(ledger.takeSendable(context: context).commands.count == 1)

        // After a crash nobody knows whether it arrived: it is not sent before it was looked at.
        var (restored, effects) = CommandLedger.restored(ledger.open, context: &context)
        #expect(effects.isEmpty)
        #expect(restored.takeSendable(context: context).commands.isEmpty)
        #expect(!restored.toProbe(uptime: Self.context(30).uptime).isEmpty)
        let done = restored.probed(command.action.id, isDone: true, now: Self.context(30).now)
        #expect(done.actions.map(\.state) == [.done])

        // What is never seen is not known when it expires.
        var late = Self.context(61)
        #expect(ledger.tick(context: &late).actions.map(\.state) == [.unknown])
    }

    @Test("what never left before it expired is withheld, with the code of that")
    func expired() throws {
        var ledger = CommandLedger()
        _ = ledger.intend(try Self.command(), now: Plant.start)
        ledger.committed()
        let taken = ledger.takeSendable(context: Self.context(0))
        #expect(taken.commands.count == 1)
        #expect(ledger.notSent(taken.commands[0].action.id, now: Plant.start).actions.map(\.state) == [.intended])
        var context = Self.context(61)
        #expect(ledger.tick(context: &context).withheld == ["COMMAND_EXPIRED"])
    }

    @Test("it is bounded: one too many is refused, and told")
    func bounded() throws {
        var ledger = CommandLedger()
        for number in 0..<UInt64(CommandLedger.openMax) {
            _ = ledger.intend(try Self.command(number), now: Plant.start)
        }
        let refused = ledger.intend(try Self.command(9_999), now: Plant.start)
        #expect(refused.actions.map(\.state) == [.refused])
        #expect(ledger.open.count == CommandLedger.openMax)
    }

    @Test("no order of events sends an at-most-once command twice")
    func neverTwice() throws {
        for seed in UInt64(1)...200 {
            var random = SeededRandom(seed: seed)
            var ledger = CommandLedger()
            var stored: [DeviceCommandID: DeviceCommand] = [:]
            var sent: [DeviceCommandID: Int] = [:]
            let machine = try Self.command().action.machine
            for step in 0..<200 {
                var context = Self.context(Double(step))
                let id = DeviceCommandID(UniqueID(high: 7, low: random.next() % 4))
                var effects: [AutonomyEffect] = []
                switch random.next() % 6 {
                case 0:
                    let command = try Self.command(id.unique.low)
                    effects = ledger.intend(command, now: context.now)
                    if !effects.isEmpty { stored[id] = command }
                case 1: ledger.committed()
                case 2:
                    let taken = ledger.takeSendable(context: context)
                    for command in taken.commands { sent[command.action.id, default: 0] += 1 }
                    effects = taken.effects
                case 3:
                    let answer = CommandAnswer.allCases[Int(random.next() % 3)]
                    effects = ledger.acknowledge(id, from: machine, answer, reason: "", now: context.now)
                case 4: effects = ledger.tick(context: &context)
                default:
                    guard random.next() % 8 == 0 else { continue }
                    (ledger, effects) = CommandLedger.restored(Array(stored.values), context: &context)
                }
                for action in effects.actions { stored[action.id]?.action = action }
            }
            #expect(sent.values.allSatisfy { $0 == 1 }, "seed \(seed)")
        }
    }

    static func sent() throws -> (CommandLedger, DeviceCommand) {
        var ledger = CommandLedger()
        _ = ledger.intend(try command(), now: Plant.start)
        ledger.committed()
        let taken = ledger.takeSendable(context: context(1)).commands[0]
        return (ledger, taken)
    }
}

import AgentAutonomy
import DeviceProfiles
import Runtime
import Telemetry
import Testing

@Suite("Envelope, and the twin asked before an action")
struct EnvelopeTests {
    /// A pump that settles at 60 °C with 18 kW, whose rule at 50 °C sends one action.
    private static func profile(
        send: String, speed: Int? = nil, permission: String = "", envelope: String = "temperature: {below: 75}",
        ask: String = "0", load: String = ""
    ) throws -> FirmwareProfile {
        let text = """
            name: pump
            version: 1
            machine_type: PUMP
            metrics:
              - {name: power, unit: kW, interval: 2s}
              - {name: temperature, unit: Cel, interval: 2s}
            twin: {rated_power: 22, settles: {rise: 35, power: 18}, decay: 0.02}
            actions:
              - {name: stop, leads_to: OFFLINE}
              - {name: start, leads_to: ONLINE\(load)}
              - name: set_speed
                arguments: [{name: speed, unit: "%", range: [0, 200], default: 60}]
                load: {power: 18, argument: speed, full: 60}
              - {name: boost}
            rules:
              - name: r
                when: {metric: temperature, above: 50}
                for: 4s
                send: \(send)
                \(speed.map { "arguments: {speed: \($0)}" } ?? "")
                risk: WARNING
                root_cause: x
                recommendation: y
            autonomy:
              ask_hub: \(ask)
              horizon: 10m
              envelope: {\(envelope)}
              actions:
                - {action: \(send), cool_down: 0\(permission)}
            """
        return try ProfileReader.read(Array(text.utf8), file: "p.yaml")
    }

    private static func settled(_ profile: FirmwareProfile, heat: Double = 60, hub: Bool = true) throws
        -> (Plant, [AutonomyEffect])
    {
        var plant = try Plant(profile, hubReachable: hub)
        let effects = PolicyRuleTests.run(&plant, for: 30, power: 18, heat: heat)
        return (plant, effects)
    }

    @Test("a set-point that overheats the machine is refused, one that does not goes")
    func setpoints() throws {
        let (_, hot) = try Self.settled(Self.profile(send: "set_speed", speed: 100))
        #expect(hot.commands.isEmpty)
        // 30 kW settles at 25 + 35 × 30 / 18 = 83.3 °C, and 10 minutes are twelve time constants.
        #expect(
            hot.actions.map(\.reason) == [
                "TWIN_REFUSED: with set_speed temperature goes up to 83.33 °C and is 83.33 °C in 10 min, without it "
                    + "60 °C and 60 °C; it is to stay below 75 °C"
            ])
        #expect(hot.decisions.first?.reasoning.contains("The command set_speed is not sent: TWIN_REFUSED") == true)
        let (_, cool) = try Self.settled(Self.profile(send: "set_speed", speed: 50))
        #expect(cool.commands.count == 1 && cool.actions.isEmpty)
        #expect(
            cool.decisions.first?.reasoning.contains(
                "The twin was asked: with set_speed temperature goes up to 60 °C and is 54.17 °C in 10 min, without it "
                    + "60 °C and 60 °C; it is to stay below 75 °C.") == true, "\(cool.decisions.first?.reasoning ?? "")"
        )
    }

    @Test("what the twin misses now is taken to be missed later; a machine outside already may be cooled, not heated")
    func residuals() throws {
        // 20 °C above what the twin expects: 66.7 + 20 is too hot although the twin alone would allow it.
        #expect(try Self.settled(Self.profile(send: "set_speed", speed: 70)).1.commands.count == 1)
        #expect(try Self.settled(Self.profile(send: "set_speed", speed: 70), heat: 80).1.commands.isEmpty)
        #expect(try Self.settled(Self.profile(send: "set_speed", speed: 50), heat: 80).1.commands.count == 1)
        #expect(try Self.settled(Self.profile(send: "stop"), heat: 140).1.commands.count == 1)
    }

    @Test("an action that never goes further out, but stays out for longer, is refused")
    func longer() throws {
        var plant = try Plant(Self.profile(send: "set_speed", speed: 50, envelope: "temperature: {below: 50}"))
        _ = PolicyRuleTests.run(&plant, for: 2, power: 18, heat: 60)
        // The machine runs down by itself; with 15 kW it cools as well, but only to 54 °C.
        let effects = PolicyRuleTests.run(&plant, for: 20, power: 4, heat: 60)
        #expect(effects.commands.isEmpty && effects.actions.first?.reason.hasPrefix("TWIN_REFUSED") == true)
    }

    @Test("a lower bound, and the load itself")
    func bounds() throws {
        let low = "temperature: {above: 40}"
        #expect(try Self.settled(Self.profile(send: "set_speed", speed: 40, envelope: low)).1.commands.count == 1)
        let refused = try Self.settled(Self.profile(send: "set_speed", speed: 10, envelope: low)).1
        #expect(refused.actions.first?.reason.contains("goes down to 30.83 °C") == true)
        let load = "load: [2, 20]"
        #expect(try Self.settled(Self.profile(send: "set_speed", speed: 65, envelope: load)).1.commands.count == 1)
        #expect(try Self.settled(Self.profile(send: "set_speed", speed: 70, envelope: load)).1.commands.isEmpty)
        #expect(try Self.settled(Self.profile(send: "set_speed", speed: 5, envelope: load)).1.commands.isEmpty)
        let range = try Self.settled(Self.profile(send: "set_speed", speed: 10, envelope: "speed: [20, 100]")).1
        #expect(range.actions.map(\.reason) == ["OUTSIDE_ENVELOPE: speed of 10 leaves the envelope"])
    }

    @Test("a latched machine gets no more load than it has, whatever the action is called")
    func latched() throws {
        for (power, sent) in [(18.0, 1), (4, 0), (0, 0), (nil, 0)] {
            var plant = try Plant(Self.profile(send: "set_speed", speed: 50, envelope: ""))
            plant.machine.isLatched = true
            let effects = PolicyRuleTests.run(&plant, for: 10, power: power, heat: 60)
            #expect(effects.commands.count == sent, "\(power ?? -1) kW")
            #expect(effects.actions.map(\.reason) == (sent == 0 ? ["a safety latch is set"] : []))
        }
    }

    @Test("an unknown effect is said, and follows the policy")
    func unknown() throws {
        func outcome(_ send: String, _ permission: String = "", load: String = "") throws -> (Int, String, String) {
            let effects = try Self.settled(Self.profile(send: send, permission: permission, load: load)).1
            return (
                effects.commands.count, effects.actions.first?.reason ?? "", effects.decisions.first?.reasoning ?? ""
            )
        }
        let start = try outcome("start")
        #expect(
            start.0 == 0
                && start.1 == "EFFECT_UNKNOWN: the twin cannot say what start does: the profile states no load for it")
        #expect(try outcome("boost").0 == 0)
        #expect(try outcome("start", ", unproven: allow").0 == 1)
        #expect(try outcome("start", load: ", load: {power: 18}").0 == 1)
        #expect(try outcome("start", load: ", load: {power: 30}").1.hasPrefix("TWIN_REFUSED"))
        // Without a power the twin knows no load: a stop still goes, unless the policy says otherwise.
        for (permission, sent) in [("", 1), (", unproven: recommend", 0)] {
            var plant = try Plant(Self.profile(send: "stop", permission: permission))
            let effects = PolicyRuleTests.run(&plant, for: 10, power: nil, heat: 60)
            #expect(effects.commands.count == sent)
            #expect(effects.decisions.first?.reasoning.contains("the machine's load is not known") == true)
        }
        // Without an envelope the twin is not asked.
        #expect(try Self.settled(Self.profile(send: "boost", envelope: "")).1.commands.count == 1)
    }

    @Test("hours and a person's confirmation")
    func permissions() throws {
        // It is Friday 08:00.
        let night = try Self.settled(Self.profile(send: "stop", permission: ", hours: \"22:00-06:00\"")).1
        #expect(
            night.actions.map(\.reason) == ["OUTSIDE_HOURS: stop may be sent 22:00-06:00, and it is fri 08:00"])
        #expect(
            try Self.settled(Self.profile(send: "stop", permission: ", hours: \"06:00-22:00\", days: [fri]")).1
                .commands.count == 1)
        let person = try Self.settled(Self.profile(send: "stop", permission: ", confirmation: person")).1
        #expect(person.actions.map(\.reason) == ["CONFIRMATION_NEEDED: a person has to confirm stop"])
        #expect(person.commands.isEmpty && person.decisions.count == 1)
    }

    private static let asking = ", confirmation: hub"

    @Test("the hub is asked; without an answer in time the agent decides")
    func silence() throws {
        var (plant, effects) = try Self.settled(Self.profile(send: "stop", permission: Self.asking, ask: "1m"))
        #expect(effects.commands.isEmpty && effects.decisions.count == 1 && plant.machine.openQuestions.count == 1)
        #expect(effects.decisions.first?.reasoning.contains("The hub is asked whether to send stop") == true)
        let question = try #require(effects.decisions.first)
        #expect(question.answerBy == question.decidedAt.advanced(seconds: 60) && question.settles == nil)
        effects = PolicyRuleTests.run(&plant, for: 34, power: 18, heat: 60)
        #expect(effects.isEmpty)
        effects = PolicyRuleTests.run(&plant, for: 2, power: 18, heat: 60)
        #expect(effects.commands.count == 1 && plant.machine.openQuestions.isEmpty)
        #expect(
            effects.decisions.first?.reasoning.hasPrefix(
                "The hub was asked and did not answer within 60 s; the agent decides. The device is told to stop.")
                == true)
        #expect(effects.commands.first?.action.decision == effects.decisions.first?.id)
        #expect(effects.decisions.first?.settles == question.id && effects.decisions.first?.answerBy == nil)
    }

    @Test("the hub's yes sends at once, its no sends nothing, and nothing is sent for what is over")
    func answers() throws {
        let profile = try Self.profile(send: "stop", permission: Self.asking, ask: "1m")
        for (isAllowed, sent) in [(true, 1), (false, 0)] {
            var (plant, _) = try Self.settled(profile)
            let question = try #require(plant.machine.openQuestions.first)
            var effects: [AutonomyEffect] = []
            plant.machine.answer(
                question, isAllowed: isAllowed, by: "anna", context: &plant.context, effects: &effects)
            #expect(effects.commands.count == sent && effects.decisions.count == 1)
            #expect(PolicyRuleTests.run(&plant, for: 120, power: 18, heat: 60).commands.isEmpty)
        }
        var (plant, _) = try Self.settled(profile)
        let effects = PolicyRuleTests.run(&plant, for: 120, power: 18, heat: 40)
        #expect(effects.commands.isEmpty && effects.decisions.first?.reasoning.contains("is over") == true)
        // Without the hub nobody is asked; a person who sets the status takes the question away.
        #expect(try Self.settled(profile, hub: false).1.commands.count == 1)
        var (other, _) = try Self.settled(profile)
        let question = try #require(other.machine.openQuestions.first)
        let ended = other.set(.maintenance)
        #expect(other.machine.openQuestions.isEmpty && ended.commands.isEmpty && ended.decisions.count == 1)
        let word = try #require(ended.decisions.first)
        #expect(word.settles == question && word.actionTaken == .none)
        #expect(word.reasoning == "The machine was set to MAINTENANCE meanwhile. Nothing is sent.", "\(word.reasoning)")
        #expect(other.set(.online).isEmpty, "there is nothing more to end")
    }

    @Test("a question survives a restart, and a latch set meanwhile holds")
    func restart() throws {
        let profile = try Self.profile(send: "start", permission: Self.asking + ", unproven: allow", ask: "1m")
        let (plant, _) = try Self.settled(profile)
        for isLatched in [false, true] {
            var next = try RestartTests.restarted(plant, profile)
            #expect(next.machine.openQuestions == plant.machine.openQuestions)
            next.machine.isLatched = isLatched
            let effects = PolicyRuleTests.run(&next, for: 60, power: 18, heat: 60)
            #expect(effects.commands.count == (isLatched ? 0 : 1))
            #expect(effects.actions.map(\.reason) == (isLatched ? ["a safety latch is set"] : []))
        }
    }
}

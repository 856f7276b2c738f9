import AgentAutonomy
import DeviceProfiles
import Runtime
import Telemetry
import Testing

@Suite("Rules of the policy language")
struct PolicyRuleTests {
    static let head = """
        name: pump
        version: 1
        machine_type: PUMP
        metrics:
          - {name: power, unit: kW, baseline: 20, interval: 2s}
          - {name: temperature, unit: Cel, interval: 2s}
        twin: {rated_power: 22}
        actions:
          - {name: stop, leads_to: OFFLINE}
          - {name: start, leads_to: ONLINE}
        autonomy: {statuses: [MAINTENANCE, OFFLINE], actions: [{action: stop}]}

        """

    /// A pump with one rule that holds for ten seconds and sends a stop.
    static func profile(_ when: String, more: String = "send: stop", about: Bool = false) throws -> FirmwareProfile {
        let text =
            head
            + "rules:\n  - name: r\n    when: \(when)\n    for: 10s\n    risk: CRITICAL\n    root_cause: ''\n"
            .replacing("''", with: "Too hot") + "    recommendation: Look.\n    \(more)\n"
            + (about ? "    about: temperature\n" : "")
        return try ProfileReader.read(Array(text.utf8), file: "p.yaml")
    }

    /// Shows both metrics each second and ticks.
    static func run(
        _ plant: inout Plant, for seconds: Int, power: Double? = 15, heat: Double? = nil, hub: Bool? = nil
    ) -> [AutonomyEffect] {
        var effects: [AutonomyEffect] = []
        if let hub { plant.context.hubReachable = hub }
        for _ in 0..<seconds {
            for (slot, value) in [(0, power), (1, heat)] {
                guard let value else { continue }
                plant.machine.observe(
                    slot: slot, value: value, at: plant.time, context: &plant.context, effects: &effects)
            }
            effects += plant.tick()
            plant.pass(1)
        }
        return effects
    }

    @Test("all of a reading and the hub's absence, with the duration from the later of both")
    func joined() throws {
        var plant = try Plant(
            Self.profile("{all: [{metric: temperature, above: 80, hysteresis: 2}, {hub_away_for: 1m}]}"))
        #expect(Self.run(&plant, for: 60, heat: 85).decisions.isEmpty, "the hub is there")
        #expect(Self.run(&plant, for: 69, heat: 85, hub: false).decisions.isEmpty)
        let effects = Self.run(&plant, for: 5, heat: 85)
        let decision = try #require(effects.decisions.first)
        #expect(effects.commands.count == 1)
        #expect(
            decision.reasoning.hasPrefix(
                "Temperature above 80 °C (is 85 °C) and hub away for 60 s (for 70 s), for 10 s. Temperature is 85 °C"),
            "\(decision.reasoning)")
        #expect(decision.evidence.count == 10 && decision.evidence.last?.metric.text == "~hub.away")
        #expect(Self.run(&plant, for: 600, heat: 79).decisions.isEmpty, "one decision an episode")
    }

    @Test("an unknown fires nothing, and breaks a delay that runs")
    func unknown() throws {
        for when in [
            "{all: [{metric: temperature, above: 80}, {metric: power, below: 30}]}",
            "{not: {metric: temperature, below: 80, hysteresis: 1}}",
            "{all: [{twin: temperature_residual, above: -1000}]}", "{any: [{metric: temperature, missing_for: 5s}]}",
        ] {
            var plant = try Plant(Self.profile(when, about: when.contains("twin")))
            #expect(Self.run(&plant, for: 100, power: 15).decisions.isEmpty, "\(when)")
        }
        var plant = try Plant(Self.profile("{all: [{metric: temperature, above: 80}, {metric: power, above: 1}]}"))
        _ = Self.run(&plant, for: 1, power: 15, heat: 85)
        // The power is too old to be known for nearly all of the delay.
        #expect(Self.run(&plant, for: 70, power: nil, heat: 85).decisions.count == 1)
        plant = try Plant(Self.profile("{all: [{metric: temperature, above: 80}, {metric: power, above: 10}]}"))
        _ = Self.run(&plant, for: 1, power: 15, heat: 70)
        _ = Self.run(&plant, for: 54, power: nil, heat: 70)
        #expect(Self.run(&plant, for: 60, power: nil, heat: 85).decisions.isEmpty, "known for 6 s of 10 s")
        #expect(Self.run(&plant, for: 12, power: 15, heat: 85).decisions.count == 1)
    }

    @Test("a rate of change, up and down")
    func rate() throws {
        for (when, slope, fires) in [
            ("{metric: temperature, rising_faster_than: 5 / min}", 6.0, true),
            ("{metric: temperature, rising_faster_than: 5 / min}", 4, false),
            ("{metric: temperature, falling_faster_than: 300 / h}", -6, true),
            ("{metric: temperature, falling_faster_than: 300 / h}", 6, false),
        ] {
            var plant = try Plant(Self.profile(when))
            var random = SeededRandom(seed: 3)
            var effects: [AutonomyEffect] = []
            for second in 0..<180 {
                effects += Self.run(
                    &plant, for: 1, heat: 50 + slope * Double(second) / 60 + 0.05 * random.normal())
            }
            #expect(effects.decisions.count == (fires ? 1 : 0), "\(when) of \(slope)")
        }
    }

    @Test("the twin, the status and the hours")
    func others() throws {
        for (when, fires) in [
            ("{twin: health, above: 99}", true), ("{twin: health, below: 60}", false),
            ("{twin: load, above: 14}", true), ("{twin: remaining_low, below: 20000}", true),
            // The profile says 28 °C at this load; a twin that calibrates itself is soon not 20 °C off.
            ("{twin: temperature_residual, above: 20}", false), ("{twin: temperature_deviation, above: 0.1}", true),
            ("{twin: temperature_error, below: 20}", true), ("{twin: calibrated, above: 0}", false),
            // Of a vibration nothing was ever measured.
            ("{twin: vibration_sigmas, below: 1000}", false), ("{twin: vibration_error, below: 1000}", false),
            ("{status: ONLINE}", true), ("{status: [MAINTENANCE, OFFLINE]}", false),
            // 2025-11-21 08:00 UTC is a Friday.
            ("{between: \"08:00-09:00\", days: [fri]}", true), ("{between: \"09:00-10:00\"}", false),
            ("{metric: temperature, missing_for: 5s}", false), ("{hub_away_for: 5s}", false),
        ] {
            var plant = try Plant(Self.profile(when, about: !when.contains("metric")))
            #expect(Self.run(&plant, for: 30, heat: 70).decisions.count == (fires ? 1 : 0), "\(when)")
        }
        var plant = try Plant(Self.profile("{between: \"09:00-10:00\"}", about: true))
        plant.context.utcOffsetSeconds = 3_600
        #expect(Self.run(&plant, for: 30, heat: 70).decisions.count == 1)
    }

    @Test("silence of one metric while another is heard")
    func missing() throws {
        var plant = try Plant(
            Self.profile("{all: [{metric: temperature, missing_for: 30s}, {metric: power, above: 1}]}"))
        #expect(Self.run(&plant, for: 10, heat: 70).decisions.isEmpty)
        #expect(Self.run(&plant, for: 39, heat: nil).decisions.isEmpty)
        #expect(Self.run(&plant, for: 5, heat: nil).decisions.count == 1)
    }

    @Test("a jump of the clock shortens no delay and gives no freedom", arguments: [3_600.0, -3_600, 90_000])
    func jumps(seconds: Double) throws {
        var plant = try Plant(Self.profile("{all: [{metric: temperature, above: 80}]}"))
        _ = Self.run(&plant, for: 5, heat: 85)
        plant.context.now = plant.context.now.advanced(seconds: seconds)
        #expect(Self.run(&plant, for: 5, heat: 85).decisions.isEmpty)
        #expect(Self.run(&plant, for: 2, heat: 85).commands.count == 1)
        plant.set(.online)
        plant.context.now = plant.context.now.advanced(seconds: seconds)
        let effects = Self.run(&plant, for: 20, heat: 85)
        #expect(effects.commands.isEmpty && effects.actions.count == 1)
        #expect(effects.actions.first?.reason.hasSuffix("ago, and 10 min must pass") == true)
    }

    @Test("alarms that an agent without questions has stored are read, and those of no known version are not")
    func versions() throws {
        let profile = try Self.profile("{all: [{metric: temperature, above: 80}]}")
        var plant = try Plant(profile)
        #expect(Self.run(&plant, for: 20, heat: 85).decisions.count == 1)
        var old = plant.machine.alarmSnapshot()
        #expect(old[0] == 2 && Array(old.suffix(2)) == [0, 0])
        old = [1] + old.dropFirst().dropLast(2)
        var next = try Plant(profile, seed: 2)
        next.seconds = plant.seconds
        next.context.now = plant.context.now
        try next.machine.restoreAlarms(old, uptime: next.context.uptime)
        #expect(next.machine.status == plant.machine.status)
        #expect(Self.run(&next, for: 60, heat: 85).decisions.isEmpty)
        #expect(throws: SnapshotError.self) {
            try next.machine.restoreAlarms([3] + old.dropFirst(), uptime: next.context.uptime)
        }
    }

    @Test("what a restart keeps: the episode is not repeated, and a delay begins again")
    func restarts() throws {
        let profile = try Self.profile("{all: [{metric: temperature, above: 80}]}")
        var plant = try Plant(profile)
        #expect(Self.run(&plant, for: 20, heat: 85).decisions.count == 1)
        var next = try RestartTests.restarted(plant, profile)
        #expect(Self.run(&next, for: 60, heat: 85).decisions.isEmpty)
    }
}

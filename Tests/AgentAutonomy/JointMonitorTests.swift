import AgentAutonomy
import DeviceProfiles
import Runtime
import Telemetry
import Testing

@Suite("All metrics of a machine together, under its guard")
struct JointMonitorTests {
    /// A machine whose metrics follow one load, each in a message of its own.
    struct Watched {
        var plant: Plant
        var random = SeededRandom(seed: 8)
        var load = 0.0
        /// How far the second metric is from what the load says, in its own spreads.
        var broken = 0.0
        /// How far all that follows the load is beyond what it ever is.
        var overload = 0.0
        var silent: Set<Int> = []
        private(set) var scores: [Double] = []
        private(set) var effects: [AutonomyEffect] = []

        init(_ text: String, hub: Bool = true) throws {
            plant = try Plant(ProfileReader.read(Array(text.utf8), file: "m.yaml"), hubReachable: hub)
        }

        mutating func run(_ rounds: Int) {
            (scores, effects) = ([], [])
            for _ in 0..<rounds {
                load += (random.normal() - load) * 0.2
                let values = [
                    20 + 6 * (load + overload) + 0.2 * random.normal(),
                    60 + 9 * (load + overload - broken) + 0.3 * random.normal(),
                    3 + random.normal(),
                ]
                for (slot, value) in values.enumerated() where !silent.contains(slot) {
                    plant.machine.observe(
                        slot: slot, value: value, at: plant.time, context: &plant.context, effects: &effects)
                }
                if let verdict = plant.machine.jointVerdict { scores.append(verdict.score) }
                effects += plant.tick()
                plant.pass(2)
            }
        }

        var alarms: Int { scores.count { $0 > 0.99 } }
    }

    static func text(_ rules: String = "", limit: String = "") -> String {
        """
        name: mill
        version: 1
        machine_type: MILL
        metrics:
          - {name: current, unit: A, interval: 2s}
          - {name: torque, unit: N.m, interval: 2s}
          - {name: flow, unit: "%", interval: 2s}
        \(limit)
        \(rules)
        """
    }

    static let rule = rule(of: "score_at_least")

    /// A rule that follows a score of the machine.
    static func rule(of score: String) -> String {
        """
        rules:
          - name: odd
            when: {\(score): 0.99}
            about: torque
            for: 10s
            risk: WARNING
            root_cause: Slip
            recommendation: Look at the belt.
        """
    }

    @Test("a broken correlation scores high, with the reason")
    func correlation() throws {
        var watched = try Watched(Self.text())
        watched.run(4_000)
        let quiet = watched.plant.machine.jointVerdict
        #expect(quiet?.isAlarm == false && watched.effects.isEmpty)
        watched.run(2_000)
        #expect(watched.alarms < 60, "\(watched.alarms) of 2000 normal rows")
        watched.broken = 1.2
        watched.run(120)
        let verdict = try #require(watched.plant.machine.jointVerdict)
        #expect(verdict.isAlarm && verdict.score > 0.99 && watched.alarms > 80, "\(watched.alarms)")
        #expect(verdict.metric.text == "torque" || verdict.metric.text == "current")
        #expect(verdict.distance.isFinite && abs(verdict.expected) < 100)
        let since = try #require(verdict.since)
        #expect(since < verdict.time && since >= Plant.start.advanced(seconds: 12_000))
    }

    @Test("what no metric's alert says is one alert of the machine, over a restart to its end")
    func alert() throws {
        var watched = try Watched(Self.text())
        watched.run(4_000)
        // By itself the metric gets used to it, and its alert ends; with the others it goes on being odd.
        watched.broken = 6
        var alert: Alert?
        for _ in 0..<3_000 where alert == nil {
            watched.run(1)
            let active = watched.plant.machine.openAlerts.filter(\.state.isActive)
            #expect(active.count <= 2, "torque, current or the machine: \(active)")
            alert = watched.effects.alerts.first { $0.message.contains(" does not go with the other metrics: ") }
            if alert != nil { #expect(active.count == 1, "a metric's alert says it already") }
        }
        let raised = try #require(alert)
        #expect(raised.kind == .anomaly && raised.state == .unacknowledgedActive && raised.revision == 1)
        #expect(raised.metric?.text == "torque" || raised.metric?.text == "current")
        #expect(raised.expected != nil && raised.value != nil && (raised.score ?? 0) > 0.99)
        #expect(raised.message.contains(" usual distances ") && raised.message.contains("odd since 2025-"))
        #expect(raised.raisedAt.advanced(seconds: 120) < raised.changedAt, "since the run began")
        let before = watched.plant.machine
        watched.plant.machine = MachineGuard(key: before.key, profile: before.profile)
        try watched.plant.machine.restoreAlarms(before.alarmSnapshot(), uptime: watched.plant.context.uptime)
        try watched.plant.machine.restoreModels(before.modelSnapshot())
        try watched.plant.machine.restoreJoint(before.jointSnapshot())
        #expect(watched.plant.machine.openAlerts == before.openAlerts)
        watched.run(30)
        #expect(!watched.effects.alerts.contains { $0.id == raised.id }, "it is told once")
        watched.broken = 0
        watched.run(600)
        let changes = watched.effects.alerts.filter { $0.id == raised.id }
        #expect(changes.map(\.state) == [.unacknowledgedReturned])
        #expect(watched.plant.machine.acknowledge(raised.id, at: watched.plant.time)?.state == .normal)
    }

    @Test("a policy looks at it, and its decision is made again from what it kept")
    func policy() throws {
        var watched = try Watched(Self.text(Self.rule))
        watched.run(5_000)
        #expect(watched.effects.decisions.isEmpty)
        watched.broken = 1
        watched.run(120)
        let decision = try #require(watched.effects.decisions.first)
        #expect(watched.effects.decisions.count == 1)
        #expect(decision.reasoning.hasPrefix("All metrics together score 0.99 or more ("), "\(decision.reasoning)")
        #expect(decision.model == "mill@1, odd@1, scorer@1, joint@1")
        #expect(decision.evidence.last?.metric.text == "~reached" && (decision.evidence.last?.value ?? 0) >= 7)
        let replay = try DecisionReplay(
            rule: "odd", evidence: decision.evidence, model: decision.model, by: watched.plant.machine.profile)
        #expect(replay.outcome == .init(action: .none, risk: .warning) && replay.otherVersions.isEmpty)
    }

    @Test("the rate of alarms is the configured one", arguments: [0.9, 0.98, 0.998])
    func rate(asked: Double) throws {
        var watched = try Watched(Self.text(limit: "anomaly: {warning_score: \(asked)}"))
        watched.run(5_000)
        var alarms = 0
        for _ in 0..<5_000 {
            watched.run(1)
            if watched.plant.machine.jointVerdict?.isAlarm == true { alarms += 1 }
        }
        let rate = Double(alarms) / 5_000
        #expect(rate < 2 * (1 - asked) + 0.002 && rate > (1 - asked) / 3 - 0.001, "\(rate)")
    }

    @Test("it survives a restart, and a metric that a profile no longer has is learned anew")
    func restart() throws {
        var watched = try Watched(Self.text())
        #expect(watched.plant.machine.jointSnapshot().isEmpty)
        watched.run(3_000)
        let snapshot = watched.plant.machine.jointSnapshot()
        #expect(snapshot.count < 10_000)
        var other = watched
        other.plant.machine = MachineGuard(key: PropertyWorld.key, profile: watched.plant.machine.profile)
        #expect(other.plant.machine.jointVerdict == nil)
        try other.plant.machine.restoreJoint(snapshot)
        watched.run(300)
        other.run(300)
        // Which metrics belong together it finds out anew, which costs the first row its moment.
        #expect(other.plant.machine.jointVerdict?.metric == watched.plant.machine.jointVerdict?.metric)
        let (here, there) = (watched.scores.suffix(250), other.scores.suffix(250))
        #expect(zip(here, there).count { abs($0 - $1) < 0.2 } > 200)
        #expect(other.scores.count > 295, "it is ready from the first row on")

        var profile = watched.plant.machine.profile
        profile.metrics[2].isScored = false
        var changed = MachineGuard(key: PropertyWorld.key, profile: profile)
        try changed.restoreJoint(snapshot)
        #expect(changed.jointSnapshot().isEmpty)
        for count in stride(from: 0, to: snapshot.count, by: 41) {
            #expect(throws: SnapshotError.self) { try changed.restoreJoint(Array(snapshot.prefix(count))) }
        }
    }

    @Test("a metric that goes missing for a day, and comes back, makes no alarm of it")
    func missing() throws {
        var watched = try Watched(Self.text())
        watched.run(4_000)
        watched.silent = [1]
        watched.run(40_000)
        #expect(watched.alarms < 1_200, "\(watched.alarms) of 40000 without it")
        watched.silent = []
        watched.run(500)
        #expect(watched.alarms < 60, "\(watched.alarms) of 500 after it")
        watched.broken = 1
        watched.run(200)
        #expect(watched.alarms > 100, "what it does with the others is still known: \(watched.alarms)")
    }

    @Test("while a limit is crossed or the machine is out of service, nothing is learned")
    func held() throws {
        let limit = """
            limits: [{kind: FLOW, metric: flow, above: 20, severity: WARNING, on_delay: 0, off_delay: 0}]
            """
        for isLimit in [true, false] {
            var watched = try Watched(Self.text(limit: limit))
            watched.run(3_000)
            let before = try #require(watched.plant.machine.jointVerdict)
            #expect(before.time < watched.plant.time)
            if isLimit {
                watched.plant.pass(2)
                var none: [AutonomyEffect] = []
                watched.plant.machine.observe(
                    slot: 2, value: 40, at: watched.plant.time, context: &watched.plant.context, effects: &none)
                watched.silent = [2]
            } else {
                watched.plant.set(.maintenance)
            }
            watched.broken = 1.5
            watched.run(20_000)
            #expect(watched.alarms > 15_000, "\(watched.alarms): it is as odd as on the first day")
        }
    }

    @Test("a person says that what it does now is normal: it is learned anew")
    func relearn() throws {
        var watched = try Watched(Self.text())
        watched.run(3_000)
        watched.plant.machine.relearn(slot: 1)
        #expect(watched.plant.machine.jointVerdict == nil && watched.plant.machine.jointSnapshot().isEmpty)
        watched.broken = 3
        watched.run(3_000)
        watched.run(1_000)
        #expect(watched.plant.machine.jointVerdict != nil && watched.alarms < 50, "\(watched.alarms)")
    }

    @Test("an alert of a metric says what all together found")
    func alertText() throws {
        var watched = try Watched(Self.text())
        watched.run(4_000)
        watched.broken = 6
        watched.run(100)
        let alert = try #require(watched.effects.alerts.first { $0.kind == .anomaly })
        #expect(alert.message.contains("; with the other metrics "), "\(alert.message)")
        #expect(alert.message.contains("usual distances under") && alert.message.contains("since 2025-"))
    }

    @Test("a profile that takes any metric has its detector back though its metrics are not yet heard")
    func anyMetric() throws {
        var profile = FirmwareProfile(name: "generic", version: 1, machineType: "MACHINE")
        profile.acceptsAnyMetric = true
        func guardian() -> MachineGuard { MachineGuard(key: PropertyWorld.key, profile: profile) }
        var (machine, random) = (guardian(), SeededRandom(seed: 2))
        var plant = try Plant(profile)
        var effects: [AutonomyEffect] = []
        func run(_ machine: inout MachineGuard, _ names: [String], _ rounds: Int) throws {
            let slots = names.compactMap(MetricName.init).compactMap { machine.slot(of: $0, unit: "1") }
            try #require(slots.count == names.count)
            for _ in 0..<rounds {
                let load = random.normal()
                for slot in slots {
                    machine.observe(
                        slot: slot, value: 10 + load + 0.1 * random.normal(), at: plant.time, context: &plant.context,
                        effects: &effects)
                }
                plant.pass(2)
            }
        }
        try run(&machine, ["a", "b"], 100)
        try run(&machine, ["a", "b", "c"], 300)
        let snapshot = machine.jointSnapshot()
        var next = guardian()
        try next.restoreJoint(snapshot)
        try run(&next, ["c", "a", "b"], 2)
        #expect(next.jointVerdict != nil && next.jointSnapshot().count == snapshot.count)
    }
}

import AgentAutonomy
import AnalyticsAnomaly
import AnalyticsForest
import DeviceProfiles
import Runtime
import Telemetry
import Testing

@Suite("The hub's forest under a guard")
struct ForestMonitorTests {
    /// A forest of what `JointMonitorTests.Watched` publishes while nothing is broken.
    static func forest(_ features: [String] = ["current", "torque"], seed: UInt64 = 1) throws -> IsolationForest {
        var random = SeededRandom(seed: 40)
        var load = 0.0
        let rows = (0..<5_000).flatMap { _ -> [Double] in
            load += (random.normal() - load) * 0.2
            return [20 + 6 * load + 0.2 * random.normal(), 60 + 9 * load + 0.3 * random.normal()]
        }
        return try IsolationForest.fit(
            features: features, rows: rows, options: ForestOptions(samples: 64, seed: seed))
    }

    /// Rows, and what the forest said of each.
    private static func run(_ watched: inout JointMonitorTests.Watched, _ rounds: Int) -> [ForestVerdict?] {
        (0..<rounds).map { _ in
            watched.run(1)
            return watched.plant.machine.forestVerdict
        }
    }

    @Test("normal rows alarm as seldom as was asked, a row that is off alarms with its reason")
    func verdicts() throws {
        var watched = try JointMonitorTests.Watched(JointMonitorTests.text(limit: "anomaly: {warning_score: 0.98}"))
        watched.run(50)
        #expect(watched.plant.machine.forestVerdict == nil && watched.plant.machine.forestVersion == nil)
        try watched.plant.machine.take(try Self.forest(), version: 3)
        #expect(watched.plant.machine.forestVersion == 3)
        let young = Self.run(&watched, 200)
        #expect(young.allSatisfy { $0 == nil }, "it says nothing before it knows what is normal here")
        _ = Self.run(&watched, 3_000)
        let quiet = Self.run(&watched, 10_000).compactMap { $0 }
        #expect(quiet.count == 10_000)
        let rate = Double(quiet.count(where: \.isAlarm)) / 10_000
        #expect(rate < 0.035 && rate > 0.003, "\(rate)")
        #expect(quiet.allSatisfy { $0.isAlarm == ($0.since != nil) && ($0.isAlarm || $0.reason == nil) })
        watched.overload = 3
        let broken = Self.run(&watched, 60).compactMap { $0 }
        #expect(broken.count(where: \.isAlarm) > 40, "\(broken.count(where: \.isAlarm))")
        let reason = try #require(broken.last(where: \.isAlarm)?.reason)
        let usual: Double = reason.metric.text == "current" ? 20 : 60
        #expect(reason.distance > 5 && abs(reason.expected - usual) < 2, "\(reason)")
    }

    @Test("the machine's one score holds the rate with a forest, and finds what only that one knows to be odd")
    func combined() throws {
        var watched = try JointMonitorTests.Watched(JointMonitorTests.text())
        watched.run(4_000)
        try watched.plant.machine.take(try Self.forest(), version: 3)
        watched.run(5_000)
        let quiet = (0..<5_000).compactMap { _ in
            watched.run(1)
            return watched.plant.machine.jointVerdict
        }
        let rate = Double(quiet.count(where: \.isAlarm)) / 5_000
        #expect(rate < 0.022 && rate > 0.002, "\(rate)")
        #expect(quiet.contains { $0.view == .forest } && quiet.contains { $0.view != .forest })
        watched.overload = 2
        let broken = (0..<60).compactMap { _ in
            watched.run(1)
            return watched.plant.machine.jointVerdict
        }
        let forest = try #require(broken.last { $0.isAlarm && $0.view == .forest })
        #expect(broken.count(where: \.isAlarm) > 40)
        let usual: Double = forest.metric.text == "current" ? 20 : 60
        #expect(["current", "torque"].contains(forest.metric.text) && abs(forest.expected - usual) < 2)
    }

    @Test("a row without one of its metrics is not judged")
    func whole() throws {
        var watched = try JointMonitorTests.Watched(JointMonitorTests.text())
        try watched.plant.machine.take(try Self.forest(), version: 1)
        _ = Self.run(&watched, 400)
        let last = try #require(watched.plant.machine.forestVerdict)
        watched.silent = [1]
        _ = Self.run(&watched, 50)
        let time = try #require(watched.plant.machine.forestVerdict?.time)
        #expect(time.seconds(since: last.time) < 10, "torque says nothing any more")
    }

    @Test("what does not fit the machine is refused, and the one before goes on")
    func refusals() throws {
        var watched = try JointMonitorTests.Watched(JointMonitorTests.text())
        try watched.plant.machine.take(try Self.forest(), version: 1)
        #expect(throws: ForestRefusal.featuresMissing(["pressure"])) {
            try watched.plant.machine.take(try Self.forest(["current", "pressure"]), version: 2)
        }
        #expect(throws: ForestRefusal.widthNotFitting(2)) {
            try watched.plant.machine.take(try Self.forest(["current", "current"]), version: 2)
        }
        #expect(throws: ForestRefusal.widthNotFitting(2)) {
            try watched.plant.machine.take(try Self.forest(["current", ""]), version: 2)
        }
        #expect(watched.plant.machine.forestVersion == 1)
        watched.plant.machine.dropForest()
        #expect(watched.plant.machine.forestVersion == nil && watched.plant.machine.forestSnapshot().isEmpty)
    }

    @Test("what was learned of its scores goes on after a restart, and begins anew with another forest")
    func restart() throws {
        var watched = try JointMonitorTests.Watched(JointMonitorTests.text())
        try watched.plant.machine.take(try Self.forest(), version: 1)
        _ = Self.run(&watched, 500)
        var other = watched
        other.plant.machine = MachineGuard(key: PropertyWorld.key, profile: watched.plant.machine.profile)
        try other.plant.machine.take(try Self.forest(), version: 1)
        #expect(other.plant.machine.forestRows?.known == 0)
        try other.plant.machine.restoreForest(watched.plant.machine.forestSnapshot())
        let (here, there) = (Self.run(&watched, 100), Self.run(&other, 100))
        let pairs = zip(here, there).compactMap { here, there in here.flatMap { one in there.map { (one, $0) } } }
        #expect(pairs.count > 95 && pairs.count { abs($0.score - $1.score) < 0.01 } > 90)
        try other.plant.machine.take(try Self.forest(seed: 2), version: 2)
        #expect(other.plant.machine.forestRows?.known == 0 && other.plant.machine.forestVerdict == nil)
    }

    @Test("a policy looks at it, and its decision is made again from what it kept")
    func policy() throws {
        let rule = JointMonitorTests.rule(of: "forest_score_at_least")
        var watched = try JointMonitorTests.Watched(JointMonitorTests.text(rule))
        watched.run(400)
        #expect(watched.effects.decisions.isEmpty, "without a forest it is not known")
        try watched.plant.machine.take(try Self.forest(), version: 5)
        watched.run(4_000)
        let before = watched.effects.decisions.count
        #expect(before == 0)
        watched.overload = 3
        watched.run(120)
        let decision = try #require(watched.effects.decisions.first)
        #expect(decision.reasoning.contains("forest scores 0.99 or more ("), "\(decision.reasoning)")
        #expect(decision.model == "mill@1, odd@1, scorer@1, forest@5")
        let replay = try DecisionReplay(
            rule: "odd", evidence: decision.evidence, model: decision.model, by: watched.plant.machine.profile)
        #expect(replay.outcome == .init(action: .none, risk: .warning) && replay.otherVersions.isEmpty)
    }
}

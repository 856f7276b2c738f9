import AgentStore
import HubIngest
import HubPlant
import HubStore
import HubTenancy
import Runtime
import SyncCore
import SyncWire
import Telemetry
import TestKit
import Testing

/// Folders that are restored or copied, on real stores at both ends: both branches are there, and what they share once.
@Suite struct FolderBranchTests {
    /// The names of all events that the hub has, in order, without what agents say about themselves.
    private static func names(_ world: RoundWorld) async throws -> [String] {
        try await world.psql("SELECT target FROM audit_log WHERE action = 'test' ORDER BY target")
            .split(separator: "\n").map(String.init)
    }

    private static func readings(_ world: RoundWorld) async throws -> String {
        try await world.psql(
            "SELECT coalesce(sum(count), 0) FROM rollup_1m; SELECT sum(readings) FROM sync_segments WHERE stored")
    }

    private static func standings(_ world: RoundWorld) async throws -> [String] {
        try await world.psql("SELECT standing FROM agent_incarnations ORDER BY began_at, standing")
            .split(separator: "\n").map(String.init)
    }

    /// An agent with four events and a segment at the hub, two events and a segment that are not, and its copy.
    private static func branches(
        _ world: RoundWorld, seed: UInt64 = 1, interval: Double = 2
    ) async throws -> (old: FolderAgent, copy: FolderAgent) {
        let old = try FolderAgent(seed: seed, clock: world.clock, interval: interval)
        try old.write("a1", "a2", "a3", "a4")
        try old.measure(0...9, value: 1)
        try await old.drain(with: world)
        try old.write("a5", "a6")
        try old.measure(10...19, value: 2)
        return (old, try FolderAgent(seed: seed + 100, clock: world.clock, interval: interval, copying: old))
    }

    @Test(arguments: [1, 5, 40]) func anOldFolderThatGrewPastIsFoundAndBothBranchesAreThere(own: Int) async throws {
        let world = try await RoundWorld()
        let (old, restored) = try await Self.branches(world)
        try old.write("b7", "b8", "b9")
        try old.measure(20...29, value: 3)
        try await old.drain(with: world)
        world.clock.advance(seconds: 120)

        for number in 1...own { try restored.write("c\(number + 100)") }
        try restored.measure(20...39, value: 4)
        try await restored.drain(with: world)
        #expect(restored.isDrained)
        #expect(restored.findings == [own < 3 ? "AGENT_BEHIND" : "CHAIN_BROKEN"])
        let expected = (1...6).map { "a\($0)" } + (7...9).map { "b\($0)" } + (1...own).map { "c\($0 + 100)" }
        #expect(try await Self.names(world) == expected)
        #expect(try await Self.readings(world) == "50\n50")
        #expect(try await Self.standings(world) == ["ENDED", "CURRENT"])
        #expect(try await world.psql("SELECT count(*) FROM sync_quarantine") == "0")
        #expect(restored.failures.isEmpty)

        // And it carries on as any other agent.
        try restored.write("d1")
        try await restored.drain(with: world)
        #expect(try await Self.names(world).suffix(1) == ["d1"])
        #expect(restored.findings.count == 1)
    }

    @Test("the open window that branches share is counted once, whichever segments it was sealed into")
    func sharedWindow() async throws {
        let world = try await RoundWorld()
        let old = try FolderAgent(seed: 1, clock: world.clock)
        try old.write("a1")
        try await old.drain(with: world)
        try old.take(0...9, value: 1)
        let restored = try FolderAgent(seed: 2, clock: world.clock, copying: old)
        try old.measure(10...14, value: 2)
        try old.write("a2")
        try await old.drain(with: world)
        world.clock.advance(seconds: 120)

        try restored.measure(10...19, value: 3)
        try await restored.drain(with: world)
        #expect(restored.isDrained && restored.findings.count == 1)
        // Ten shared, five of the one, ten of the other: where they differ both are kept.
        #expect(try await Self.readings(world) == "25\n25")
        #expect(
            try await world.psql("SELECT count(*) FROM (SELECT DISTINCT time, value FROM energy_readings) AS d") == "25"
        )
        #expect(try await world.psql("SELECT count(*) FROM energy_readings") == "25")
    }

    @Test func anOldFolderWithNothingOfItsOwnIsFoundByItsToken() async throws {
        let world = try await RoundWorld()
        let old = try FolderAgent(seed: 1, clock: world.clock)
        try old.write("a1")
        try await old.drain(with: world)
        let restored = try FolderAgent(seed: 2, clock: world.clock, copying: old)
        // The one before hears of its token, and then nothing of it moves but the token.
        try await old.round(with: world)
        try old.measure(0...9, value: 1)
        try await old.drain(with: world)
        try restored.measure(0...9, value: 2)
        try await old.round(with: world)
        world.clock.advance(seconds: 120)
        try await restored.drain(with: world)
        #expect(restored.findings == ["TOKEN_FOREIGN"])
        #expect(try await Self.readings(world) == "20\n20")
        #expect(try await Self.names(world) == ["a1"])
    }

    @Test func answersThatAreLostAndACrashAreNoCopy() async throws {
        let world = try await RoundWorld()
        let agent = try FolderAgent(seed: 1, clock: world.clock)
        try agent.write("a1")
        try await agent.drain(with: world)
        try agent.write("a2")
        try await agent.round(with: world, losing: true)
        try agent.write("a3")
        try await agent.round(with: world, losing: true)
        // The process ends and starts again on the same folder, twice, with the token from before.
        let second = try FolderAgent(seed: 2, clock: world.clock, copying: agent)
        try second.write("a4")
        try await second.round(with: world, losing: true)
        let third = try FolderAgent(seed: 3, clock: world.clock, copying: second)
        try third.write("a5")
        try await third.drain(with: world)
        #expect(third.isDrained)
        #expect(third.findings.isEmpty)
        #expect(try await Self.names(world) == ["a1", "a2", "a3", "a4", "a5"])
        #expect(try await world.psql("SELECT count(*) FROM agent_incarnations") == "0")
    }

    @Test func theNewcomerOfTwoLiveCopiesIsKeptApartUntilItIsAdopted() async throws {
        let world = try await RoundWorld()
        let (old, copy) = try await Self.branches(world)
        try old.write("b7")
        try await old.drain(with: world)
        try copy.write("c7")
        try copy.measure(20...29, value: 4)
        for _ in 0..<6 {
            try await copy.round(with: world)
            try await old.round(with: world)
        }
        #expect(copy.isDrained)
        #expect(copy.shell.session.apart?.code == "AGENT_APART")
        #expect(old.shell.session.apart == nil)
        #expect(old.findings.isEmpty)
        #expect(try await Self.standings(world).sorted() == ["APART", "CURRENT"])
        #expect(try await Self.names(world) == ["a1", "a2", "a3", "a4", "a5", "a6", "b7"])
        #expect(try await Self.readings(world) == "20\n20")
        #expect(try await world.psql("SELECT count(*) FROM alerts WHERE kind = 'AGENT_COPIED' AND active") == "1")
        // A person who waits changes nothing, however long the other one is silent.
        world.clock.advance(seconds: 3_600)
        try await copy.round(with: world)
        #expect(copy.shell.session.apart?.code == "AGENT_APART")
    }

    @Test("a copy that comes between two rounds of one that calls every hour does not take its place")
    func theOriginalThatCallsSeldomStays() async throws {
        let world = try await RoundWorld()
        let (old, copy) = try await Self.branches(world, interval: 3_600)
        try old.write("b7")
        try await old.drain(with: world)
        #expect(try await world.psql("SELECT round_interval FROM agents") == "3600")
        try copy.write("c7")
        for _ in 0..<3 {
            world.clock.advance(seconds: 1_200)
            for _ in 0..<3 { try await copy.round(with: world) }  // What was under way has timed out.
            #expect(copy.shell.session.apart?.code == "AGENT_ON_TRIAL")
        }
        for _ in 0..<2 {
            try await old.round(with: world)
            world.clock.advance(seconds: 3_600)
        }
        for _ in 0..<2 { try await copy.round(with: world) }
        #expect(copy.shell.session.apart?.code == "AGENT_APART")
        #expect(old.shell.session.apart == nil)
        #expect(try await Self.standings(world).sorted() == ["APART", "CURRENT"])
    }

    @Test func aFolderRestoredAMomentAfterIsOnTrialAndThenTakesOver() async throws {
        let world = try await RoundWorld()
        let (old, restored) = try await Self.branches(world)
        try old.write("b7")
        try await old.drain(with: world)
        try restored.write("c7")
        try await restored.drain(with: world)
        #expect(restored.shell.session.apart?.code == "AGENT_ON_TRIAL")
        #expect(try await Self.names(world) == ["a1", "a2", "a3", "a4", "a5", "a6", "b7"])
        world.clock.advance(seconds: 60)
        try await restored.drain(with: world)
        try await restored.round(with: world)
        #expect(restored.shell.session.apart == nil)
        #expect(try await Self.names(world) == ["a1", "a2", "a3", "a4", "a5", "a6", "b7", "c7"])
        #expect(try await Self.readings(world) == "20\n20")
        #expect(try await Self.standings(world).sorted() == ["CURRENT", "ENDED"])
        #expect(try await world.psql("SELECT count(*) FROM sync_apart") == "0")
        // The one before comes back after all: now it is the newcomer.
        try old.write("b8")
        try await old.round(with: world)
        #expect(old.shell.session.apart?.code == "AGENT_APART")
        #expect(try await Self.names(world).count == 8)
    }

    @Test func aNewFolderSaysNothingOfTheOldOnesTail() async throws {
        let world = try await RoundWorld()
        let old = try FolderAgent(seed: 1, clock: world.clock)
        try old.write("a1")
        try await old.drain(with: world)
        world.clock.advance(seconds: 120)
        let fresh = try FolderAgent(seed: 2, clock: world.clock)
        try fresh.write("n1")
        try await fresh.drain(with: world)
        #expect(fresh.findings.isEmpty)
        #expect(try await Self.names(world) == ["a1", "n1"])
        #expect(try await Self.standings(world).sorted() == ["CURRENT", "ENDED"])
        #expect(
            try await world.psql("SELECT count(*) FROM agent_incarnations WHERE predecessor IS NULL") == "2")
    }

    /// Two live copies, of which the newcomer is apart.
    static func apart(_ world: RoundWorld) async throws -> (old: FolderAgent, copy: FolderAgent) {
        let (old, copy) = try await branches(world)
        try old.write("b7")
        try await old.drain(with: world)
        try copy.write("c7")
        try copy.measure(20...29, value: 4)
        for _ in 0..<6 {
            try await copy.round(with: world)
            try await old.round(with: world)
        }
        return (old, copy)
    }

    private static func decide(
        _ decision: IncarnationDecision, _ incarnation: IncarnationID?, _ world: RoundWorld
    ) async throws -> IncarnationDecision.Outcome {
        let person = Actor(user: UserID(UniqueID(high: 1, low: 1)), name: "ann", address: "")
        return try await world.service.decide(
            decision, agent: world.principal, incarnation: incarnation, by: person, at: world.clock.now())
    }

    @Test func anAdoptedCopyIsTheAgentAndWhatItSentIsMergedIn() async throws {
        let world = try await RoundWorld()
        let (old, copy) = try await Self.apart(world)
        #expect(try await Self.decide(.adopt, nil, world) == .done(copy.store.incarnation))
        #expect(try await Self.names(world) == ["a1", "a2", "a3", "a4", "a5", "a6", "b7", "c7"])
        #expect(try await Self.readings(world) == "30\n30")
        #expect(try await world.psql("SELECT count(*) FROM sync_apart") == "0")
        #expect(try await world.psql("SELECT count(*) FROM alerts WHERE kind = 'AGENT_COPIED' AND active") == "0")
        try copy.write("c8")
        try await copy.drain(with: world)
        try await copy.round(with: world)
        #expect(copy.shell.session.apart == nil)
        #expect(try await Self.names(world).last == "c8")
        // The other one lives on: now a person decides about it.
        try old.write("b8")
        try await old.round(with: world)
        #expect(old.shell.session.apart?.code == "AGENT_APART")
        // Said again, because the answer was lost, the adoption does not go back to the other one.
        #expect(try await Self.decide(.adopt, nil, world) == .wasCurrent(old.store.incarnation))
        #expect(try await world.psql("SELECT incarnation FROM agents") == "\(copy.store.incarnation)")
        #expect(try await Self.decide(.reject, nil, world) == .done(old.store.incarnation))
        try await old.round(with: world)
        #expect(old.shell.session.state.isStopped)
        #expect(try await Self.names(world).count == 9)
    }

    @Test func aRejectedCopyStopsAndWhatItSentStaysApart() async throws {
        let world = try await RoundWorld()
        let (old, copy) = try await Self.apart(world)
        let nobody = try await Self.decide(.reject, old.store.incarnation, world)
        #expect(nobody == .nothingToDecide)
        _ = try await Self.decide(.reject, nil, world)
        try copy.write("c9")
        try await copy.round(with: world)
        #expect(copy.shell.session.state.isStopped)
        #expect(try await Self.names(world) == ["a1", "a2", "a3", "a4", "a5", "a6", "b7"])
        let found = try await PlantStore(world.pool).incarnations(of: world.principal.agent, world.principal.scope)
        #expect(found.map(\.standing) == ["CURRENT", "REJECTED"])
        #expect(found.last?.apart.readings == 10)
        try old.write("b8")
        try await old.drain(with: world)
        #expect(old.shell.session.apart == nil)
        // A person may think better of it.
        let adopted = try await Self.decide(.adopt, copy.store.incarnation, world)
        #expect(adopted == .done(copy.store.incarnation))
        try await copy.drain(with: world)
        #expect(copy.isDrained)
        #expect(try await Self.names(world).suffix(2) == ["c7", "c9"])
    }
}

extension AgentSession.State {
    var isStopped: Bool { if case .quarantined = self { true } else { false } }
}

import HubIngest
import HubStore
import Runtime
import SyncCore
import SyncWire
import Telemetry
import TestKit
import Testing

/// Exactly once on a real database, whatever breaks in between.
@Suite struct ExactlyOnceTests {
    @Test func theSameRequestManyTimesAtOnce() async throws {
        let world = try await RoundWorld(connections: 4)
        var agent = TestAgent()
        agent.write((1...20).map { .alert(TestAgent.alert($0)) })
        let request = agent.request(segments: [try TestAgent.segment(1), try TestAgent.segment(2, seed: 4)])
        let answers = try await withThrowingTaskGroup(of: RoundAnswer.self) { group in
            for _ in 0..<8 { group.addTask { try await world.send(request) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(answers.allSatisfy { $0.events.seq == 20 })
        #expect(answers.flatMap(\.segments).filter { $0.kind == .stored }.count == 2)
        #expect(try await world.psql("SELECT count(*) FROM alert_events") == "20")
        #expect(try await world.psql("SELECT sum(count) FROM rollup_1m") == "400")
        #expect(try await world.psql("SELECT count(*) FROM energy_readings") == "400")
    }

    @Test(arguments: [UInt64(11), 12, 13]) func backendsAreCutAllTheTime(seed: UInt64) async throws {
        let world = try await RoundWorld(connections: 2)
        var agent = TestAgent(seed: seed)
        let cutter = Task {
            var random = SeededRandom(seed: seed)
            while !Task.isCancelled {
                _ = try? await world.psql(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                        + "WHERE application_name = 'millwright-hub' AND datname = '\(world.name)'")
                try? await Task.sleep(for: .milliseconds(Int(random.next() % 15)))
            }
        }
        let rounds: UInt64 = 12
        for number in 1...rounds {
            agent.write((1...10).map { .alert(TestAgent.alert(number * 100 + $0)) })
            let at = TestAgent.start.advanced(seconds: Double(number) * 300)
            let request = agent.request(segments: [try TestAgent.segment(number, at: at)])
            // As an agent does: again and again until there is an answer.
            try await waitUntil("round \(number) is answered", within: .seconds(60)) {
                guard let answer = try? await world.send(request) else { return false }
                agent.settle(answer)
                return true
            }
        }
        cutter.cancel()
        await cutter.value
        #expect(agent.cursor.seq == rounds * 10)
        #expect(try await world.psql("SELECT count(*) FROM alert_events") == "\(rounds * 10)")
        #expect(try await world.psql("SELECT sum(count) FROM rollup_1m") == "\(rounds * 200)")
        #expect(try await world.psql("SELECT count(*) FROM energy_readings") == "\(rounds * 200)")
        #expect(try await world.psql("SELECT sum(readings) FROM sync_segments WHERE stored") == "\(rounds * 200)")
    }
}

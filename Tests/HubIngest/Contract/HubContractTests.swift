import Foundation
import HubIngest
import HubStore
import Simulation
import Synchronization
import SyncWire
import Telemetry
import Testing

/// The hub in the simulator's memory and the real one are the same hub: what one was asked, the other is asked too, and
/// both answer the same and have the same in the end.
@Suite("Contract of the hubs")
struct HubContractTests {
    /// Together they hold everything of `RecordedFault` four times or more, and are quick.
    private static let chosen: [UInt64] = [
        2, 4, 14, 51, 56, 62, 72, 100, 105, 122, 137, 140, 147, 149, 159, 162, 172, 178, 181, 204, 206, 213, 219, 225,
        231, 238, 97_378,
    ]

    @Test("recorded worlds, played on PostgreSQL")
    func bothHubsAreOne() async throws {
        let seeds = Self.wished ?? Self.chosen
        var faults: [RecordedFault: [UInt64]] = [:]
        var refused = 0
        try await withThrowingTaskGroup { group in
            var waiting = seeds[...]
            for _ in 0..<Self.atOnce { addNext(of: &waiting, to: &group) }
            while let played = try await group.next() {
                for fault in played.faults { faults[fault, default: []].append(played.seed) }
                refused += played.refused
                addNext(of: &waiting, to: &group)
            }
        }
        if Self.wished != nil { return }
        // Without these the worlds have become harmless, and the contract says nothing.
        let missing = RecordedFault.allCases.filter { faults[$0] == nil }
        #expect(missing.isEmpty, "no chosen seed holds \(missing); choose others")
        #expect(refused > 20, "\(refused) commits were refused")
    }

    private struct Played: Sendable {
        var seed: UInt64
        var faults: Set<RecordedFault>
        var refused: Int
    }

    private func addNext(
        of waiting: inout ArraySlice<UInt64>, to group: inout ThrowingTaskGroup<Played, any Error>
    ) {
        guard let seed = waiting.popFirst() else { return }
        group.addTask { try await play(seed) }
    }

    /// Plays a seed on both; a difference is an issue with the seed in it.
    private func play(_ seed: UInt64) async throws -> Played {
        let recording = HubRecording(seed: seed)
        #expect(recording.failure == nil, "seed \(seed)")
        let agents = Set(recording.rounds.map(\.agent))
        let hub = try await ContractHub(agents, seed: seed)
        var played = Played(seed: seed, faults: recording.faults, refused: 0)
        for (number, step) in recording.steps.enumerated() {
            let differences = try await play(step, on: hub)
            guard differences.isEmpty else {
                Issue.record("seed \(seed), step \(number): \(differences.joined(separator: "; "))")
                return played
            }
        }
        played.refused = hub.refused.withLock { $0 }
        let expected = ExpectedRows.rows(of: recording, for: agents)
        let scope = hub.scope
        let rows = try await hub.pool.withTransaction(scope: scope) { connection in
            try StoredRows(connection: connection, scope: scope).rows()
        }
        let differences = expected.differences(from: rows)
        #expect(differences.isEmpty, "seed \(seed):\n\(differences.prefix(20).joined(separator: "\n"))")
        return played
    }

    private func play(_ step: HubRecording.Step, on hub: ContractHub) async throws -> [String] {
        switch step {
        case .round(let round):
            guard let answer = try await hub.answer(to: round) else { return [] }
            return try AnswerContract(round, real: answer).differences
        case .decision(let decision):
            let outcome = try await hub.decide(decision)
            return outcome == .done(decision.incarnation) ? [] : ["decided: \(outcome)"]
        case .work(let work): return try await hub.play(work)
        case .garbled(let frame):
            let agent = AgentID(UniqueID(high: 0, low: 0))
            return try await hub.refuses(frame, of: agent) ? [] : ["a garbled frame was taken"]
        }
    }

    /// `MILLWRIGHT_CONTRACT_SEEDS=1-400` plays others than the chosen ones.
    private static let wished: [UInt64]? = {
        let wish = ProcessInfo.processInfo.environment["MILLWRIGHT_CONTRACT_SEEDS"] ?? ""
        let bounds = wish.split(separator: "-").compactMap { UInt64($0) }
        guard let first = bounds.first, let last = bounds.last, first <= last else { return nil }
        return Array(first...last)
    }()

    private static let atOnce = 3
}

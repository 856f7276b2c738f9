internal import HubIngest
internal import SyncWire
internal import Synchronization
internal import Telemetry

/// The last rounds of each agent that this replica of the hub served, for people; gone with the process.
final class RoundJournal: Sendable {
    struct Entry: Sendable {
        var at: Timestamp
        var seconds: Double
        /// `ok`, the finding on the folder, or the code of a refusal.
        var outcome: String
        var counts: RoundCounts
        var credits: [Credit]
    }

    private let entries = Mutex<[AgentID: [Entry]]>([:])

    /// Keeps a round; of too many agents none is kept that was not there before.
    func note(_ agent: AgentID, _ entry: Entry) {
        entries.withLock { entries in
            guard entries[agent] != nil || entries.count < Self.agentsMax else { return }
            entries[agent, default: []].append(entry)
            if let count = entries[agent]?.count, count > Self.roundsMax { entries[agent]?.removeFirst() }
        }
    }

    /// The rounds of an agent, newest first.
    func rounds(of agent: AgentID) -> [JSONValue] {
        (entries.withLock { $0[agent] } ?? []).reversed().map { entry in
            [
                "at": .string(entry.at.rfc3339), "milliseconds": .number(entry.seconds * 1_000),
                "outcome": .string(entry.outcome),
                "events": .integer(Int64(entry.counts.events)), "segments": .integer(Int64(entry.counts.segments)),
                "credits": .array(entry.credits.map(Self.json)),
                "readings": .integer(Int64(entry.counts.readings)), "apart": .integer(Int64(entry.counts.apart)),
            ]
        }
    }

    private static func json(_ credit: Credit) -> JSONValue {
        [
            "stream": .string("\(credit.stream)"), "bytes": .integer(Int64(clamping: credit.bytes)),
            "records": .integer(Int64(clamping: credit.records)),
        ]
    }

    private static let agentsMax = 10_000
    private static let roundsMax = 16
}

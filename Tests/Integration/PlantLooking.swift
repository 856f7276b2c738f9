import Foundation
import TestKit
import Testing

/// What tests look at in a running plant.
extension PlantUnderTest {
    /// Waits until the hub shows at least so many readings.
    func waitForRows(_ count: Int) async throws {
        try await waitUntil("\(count) readings at the hub", within: .seconds(90)) {
            let rows = try? await self.rows("SELECT coalesce(sum(readings), 0) FROM sync_segments WHERE stored")
            return Int(rows?.first?.first ?? "") ?? 0 >= count
        }
    }

    /// Compares the hub's rows with a journal: none lost, none twice, none that nobody published.
    func expectExactly(_ entries: Set<Journal.Entry>) async throws {
        let rows = try await rows(
            """
            SELECT m.name, round(extract(epoch FROM r.time) * 1000)::bigint, count(*) FROM energy_readings r
            JOIN machines m ON m.tenant_id = r.tenant_id AND m.id = r.machine_id GROUP BY 1, 2
            """)
        var counts: [Journal.Entry: Int] = [:]
        for row in rows {
            let entry = Journal.Entry(machine: row[0], milliseconds: try #require(Int64(row[1])))
            counts[entry] = Int(row[2]) ?? 0
        }
        let lost = entries.filter { counts[$0] == nil }
        let twice = counts.filter { $0.value > 1 }
        let invented = counts.keys.filter { !entries.contains($0) }
        #expect(lost.isEmpty, "\(lost.count) of \(entries.count) acknowledged readings are lost")
        #expect(twice.isEmpty, "\(twice.count) readings are there twice")
        #expect(invented.isEmpty, "\(invented.count) readings were never published")
    }

    /// The agent's own status, as soon as it fulfils a condition.
    func agentStatus(_ condition: ([String: Any]) -> Bool = { _ in true }) async throws -> [String: Any] {
        let local = HubCalls(address: agentAddress)
        var found: [String: Any] = [:]
        var last = ""
        do {
            try await waitUntil("the agent's status", within: .seconds(40)) {
                let answer = try await local.call("GET", "/api/status")
                last = String(decoding: answer.body, as: UTF8.self)
                found = try JSONSerialization.jsonObject(with: answer.body) as? [String: Any] ?? [:]
                return condition(found)
            }
        } catch {
            throw WaitingTimedOut(description: "\(error); it was last: \(last.prefix(3_000))")
        }
        return found
    }

    /// The value of a metric of the agent's Prometheus page, summed over its labels.
    func agentMetric(_ name: String, containing label: String = "") async throws -> Double {
        let page = try await HubCalls(address: agentAddress).call("GET", "/metrics")
        return String(decoding: page.body, as: UTF8.self).split(separator: "\n")
            .filter { $0.hasPrefix(name) && (label.isEmpty || $0.contains(label)) }
            .compactMap { $0.split(separator: " ").last.flatMap { Double($0) } }.reduce(0, +)
    }
}

import HubAPI
import Telemetry
import Testing

@Suite("Savings over the API", .serialized)
struct SavingAPITests {
    private static let tariff =
        "%7B%22rate%22:0.1,%22periods%22:%5B%7B%22from%22:8,%22to%22:20,%22price%22:0.4%7D%5D%7D"

    private func played(_ tariff: Double = 0.12) async throws -> PlayedHistory {
        let hub = try await SharedHub.shared.get()
        return try await PlayedHistory(hub, try await hub.newcomer(), tariff: tariff)
    }

    @Test("before 500 readings it says how far learning is, from then on what would save how much")
    func opportunities() async throws {
        let played = try await played()
        let none = try await played.get("energy/opportunities")
        #expect(none.status == 200)
        #expect(none.data["opportunities"]?.elements?.isEmpty == true)
        #expect(none.data["learningProgress"]?.number == 0)
        try await played.readings("power", "kW", count: 499, value: "CASE WHEN i % 5 = 0 THEN 10 ELSE 1 END")
        let learning = try await played.get("energy/opportunities")
        #expect(learning.data["opportunities"]?.elements?.isEmpty == true)
        #expect(abs((learning.data["learningProgress"]?.number ?? 0) - 99.8) < 1e-9)
        try await played.hub.psql("DELETE FROM chunks WHERE tenant_id = '\(played.user.tenant)'")
        try await played.readings("power", "kW", count: 600, value: "CASE WHEN i % 5 = 0 THEN 10 ELSE 1 END")
        let found = try await played.get("energy/opportunities?rate=0.3", token: try await played.viewer())
        let oversizing = found.data["opportunities"]?.elements?.first { $0["kind"]?.text == "OVERSIZING" }
        #expect(abs((oversizing?["savingPerYear"]?.number ?? 0) - 2.8 * 0.25 * 8_760 * 0.3) < 1e-6)
        #expect(found.data["rate"]?["from"]?.text == "request")
        #expect(OpenAPIDocument.envelope(.named("Opportunities")).faults(found.json) == [])
        #expect(OpenAPIDocument.envelope(.named("Opportunities")).faults(none.json) == [])
    }

    @Test("without a rate the factory's holds")
    func factoryRate() async throws {
        let played = try await played(0.5)
        try await played.readings("power", "W", count: 500, value: "CASE WHEN i % 5 = 0 THEN 10000 ELSE 1000 END")
        let found = try await played.get("energy/opportunities")
        let oversizing = found.data["opportunities"]?.elements?.first { $0["kind"]?.text == "OVERSIZING" }
        #expect(abs((oversizing?["savingPerYear"]?.number ?? 0) - 2.8 * 0.25 * 8_760 * 0.5) < 1e-6)
        #expect(found.data["rate"]?["from"]?.text == "factory")
    }

    @Test("a schedule of the same work by the tariff is cheaper, and stands beside the optimum")
    func schedule() async throws {
        let played = try await played()
        try await played.hours(
            "power", "kW", count: 72,
            value: "CASE WHEN extract(hour FROM hour AT TIME ZONE 'UTC') BETWEEN 8 AND 19 THEN 8 ELSE 0 END")
        let found = try await played.get("energy/schedule?ratedPower=10&tariff=\(Self.tariff)")
        #expect(found.status == 200, "\(found.text)")
        #expect(OpenAPIDocument.envelope(.named("Schedule")).faults(found.json) == [])
        #expect(found.data["hours"]?.elements?.count == 24)
        #expect(abs((found.data["energy"]?.number ?? 0) - 96) < 1e-6)
        #expect((found.data["learned"]?["saving"]?.number ?? 0) > 0)
        #expect((found.data["optimum"]?["cost"]?.number ?? 99) <= (found.data["learned"]?["cost"]?.number ?? 0) + 1e-9)
        #expect(found.data["machine"]?["ratedPowerFrom"]?.text == "request")
    }

    @Test("days and tariffs go by the factory's clock, and the answer says how well that is known")
    func clocks() async throws {
        let played = try await played()
        let table: [(String, String, JSONValue, String, Bool)] = [
            ("Europe/Berlin", "Europe/Berlin", 1, "europe", true),
            ("America/New_York", "America/New_York", -5, "north-america", true),
            ("Asia/Tokyo", "Asia/Tokyo", 9, "none", true), ("Asia/Kolkata", "Asia/Kolkata", 5.5, "none", true),
            ("Australia/Sydney", "Australia/Sydney", 10, "australia", true),
            ("Pacific/Auckland", "Pacific/Auckland", 12, "new-zealand", true),
            ("Mars/Olympus", "UTC", 0, "none", false),
        ]
        for (zone, told, hours, rule, isExact) in table {
            try await played.hub.psql("UPDATE factories SET time_zone = '\(zone)' WHERE id = '\(played.factory)'")
            let calendar = try await played.get("energy/opportunities").data["calendar"]
            let expected: JSONValue = [
                "timeZone": .string(told), "utcOffsetHours": hours, "daylightSaving": .string(rule),
                "exact": .bool(isExact),
            ]
            #expect(calendar == expected, "\(zone)")
        }
    }

    @Test("what is unfit names its field")
    func unfit() async throws {
        let played = try await played()
        let short = try await played.get("energy/schedule?horizon=week")
        #expect(short.status == 422 && short.code == "ENERGY_TOO_SHORT")
        #expect(short.faultyFields == ["horizon"])
        let periods = "%7B%22periods%22:%5B%7B%22from%22:30,%22to%22:20,%22price%22:0.4%7D%5D%7D"
        let table: [(String, [String])] = [
            ("energy/opportunities?rate=-1", ["rate"]), ("energy/opportunities?rate=x", ["rate"]),
            ("energy/opportunities?tariff=x", ["tariff"]),
            ("energy/opportunities?tariff=\(periods)", ["tariff.periods[0].from"]),
            ("energy/opportunities?tariff=%7B%7D", ["tariff.periods"]),
            ("energy/opportunities?rate=1&tariff=\(Self.tariff)", ["rate"]),
            ("energy/schedule?horizon=year", ["horizon"]), ("energy/schedule?ratedPower=0", ["ratedPower"]),
        ]
        for (path, fields) in table {
            let answer = try await played.get(path)
            #expect(answer.status == 422 && answer.faultyFields == fields, "\(path): \(answer.text)")
        }
        try await played.hours("power", "kW", count: 72, value: "8")
        let much = try await played.get("energy/schedule?ratedPower=5")
        #expect(much.code == "ENERGY_INFEASIBLE" && much.faultyFields == ["loadMax"])
    }

    @Test("another tenant's machine is not there")
    func stranger() async throws {
        let played = try await played()
        let stranger = try await played.hub.newcomer()
        for path in ["energy/opportunities", "energy/schedule"] {
            let answer = try await played.get(path, token: stranger.token)
            #expect(answer.status == 404 && answer.code == "NOT_FOUND", "\(path)")
        }
    }

    @Test("where no more models may wait, the hub says when to come again; what is not a model still works")
    func full() async throws {
        let hub = try await TestHub { $0.analyticsMax = 0 }
        let played = try await PlayedHistory(hub, try await hub.newcomer())
        try await played.hours("power", "kW", count: 72, value: "8")
        let answer = try await played.get("energy/schedule")
        #expect(answer.status == 503 && answer.code == "ANALYTICS_BUSY")
        #expect(answer.header("Retry-After") != nil)
        #expect(try await played.get("energy/opportunities").status == 200)
        try await hub.stop()
    }

    @Test("a model that takes too long is not waited for")
    func late() async throws {
        let hub = try await TestHub { $0.analyticsSecondsMax = 0 }
        let played = try await PlayedHistory(hub, try await hub.newcomer())
        try await played.hours("power", "kW", count: 400, value: "1 + i % 7")
        let answer = try await played.get("energy/schedule?horizon=week")
        #expect(answer.status == 503 && answer.code == "ANALYTICS_LATE", "\(answer.text)")
        try await hub.stop()
    }
}

import HubAPI
import Telemetry
import Testing

@Suite("Forecasts over the API", .serialized)
struct ForecastAPITests {
    private static let load =
        "10 + 4 * sin(2 * pi() * extract(hour FROM hour AT TIME ZONE 'UTC')::float8 / 24) + (i * 7919 % 13) * 0.02"

    private func played(timeZone: String = "UTC") async throws -> PlayedHistory {
        let hub = try await SharedHub.shared.get()
        return try await PlayedHistory(hub, try await hub.newcomer(), timeZone: timeZone)
    }

    private func body(_ played: PlayedHistory, days: Int64 = 7, metric: String = "power") -> JSONValue {
        ["machineId": .string(played.machine), "metric": .string(metric), "days": .integer(days)]
    }

    @Test("hours with intervals, parts and the accuracy measured on the machine's own past; again from the cache")
    func forecast() async throws {
        let played = try await played(timeZone: "Europe/Berlin")
        try await played.hours("power", "kW", count: 24 * 36, value: Self.load)
        let viewer = try await played.viewer()
        let found = try await played.post("/api/ai/forecast", body(played), token: viewer)
        #expect(found.status == 200, "\(found.text)")
        #expect(OpenAPIDocument.envelope(.named("Forecast")).faults(found.json) == [])
        let points = found.data["points"]?.elements ?? []
        #expect(points.count == 168)
        for point in points {
            let (low, value, high) = (point["low"]?.number, point["value"]?.number, point["high"]?.number)
            #expect(try #require(low) <= #require(value) && #require(value) <= #require(high))
        }
        #expect(try #require(found.data["accuracy"]?["mapeDay"]?.number) < 5)
        #expect(found.data["accuracy"]?["origins"]?.integer ?? 0 >= 8)
        #expect(found.data["calendar"]?["daylightSaving"]?.text == "europe")
        #expect(found.data["calendar"]?["exact"]?.bool == true)
        #expect(found.data["model"]?["cached"]?.bool == false && found.data["model"]?["version"]?.integer == 1)
        let again = try await played.post("/api/ai/forecast", body(played), token: viewer)
        #expect(again.data["model"]?["cached"]?.bool == true)
        #expect(again.data["points"] == found.data["points"])
        let other = try await played.post("/api/ai/forecast", body(played, days: 1), token: viewer)
        #expect(other.data["model"]?["cached"]?.bool == false)
        #expect(other.data["points"]?.elements?.count == 24)
    }

    @Test("an hour that came late makes the forecast anew")
    func late() async throws {
        let played = try await played()
        try await played.hours("power", "kW", count: 24 * 20, value: Self.load, only: "i <> 100")
        #expect(try await played.post("/api/ai/forecast", body(played)).data["model"]?["hours"]?.integer == 479)
        try await played.hours("power", "kW", count: 24 * 20, value: Self.load, only: "i = 100")
        let found = try await played.post("/api/ai/forecast", body(played))
        #expect(found.data["model"]?["hours"]?.integer == 480 && found.data["model"]?["cached"]?.bool == false)
    }

    @Test("an unfit history is 422 and says what is missing; so are fields out of range")
    func unfit() async throws {
        let played = try await played()
        let none = try await played.post("/api/ai/forecast", body(played))
        #expect(none.status == 422 && none.code == "FORECAST_TOO_SHORT" && none.faultyFields == ["metric"])
        try await played.hours("power", "kW", count: 300, value: Self.load)
        let short = try await played.post("/api/ai/forecast", body(played))
        #expect(short.code == "FORECAST_TOO_SHORT" && short.text.contains("300") && short.text.contains("336"))
        try await played.hours("flow", "m3/h", count: 400, value: "3")
        let constant = try await played.post("/api/ai/forecast", body(played, metric: "flow"))
        #expect(constant.status == 422 && constant.code == "FORECAST_CONSTANT")
        try await played.hours("speed", "{rpm}", count: 1_000, value: Self.load, only: "i % 5 < 2")
        let sparse = try await played.post("/api/ai/forecast", body(played, metric: "speed"))
        #expect(sparse.status == 422 && sparse.code == "FORECAST_TOO_MANY_GAPS")
        let table: [(JSONValue, [String])] = [
            (body(played, days: 0), ["days"]), (body(played, days: 32), ["days"]),
            (body(played, metric: "a b"), ["metric"]), (["days": 1], ["machineId"]),
            (["machineId": .string(played.machine), "holidays": ["2026-13-40"]], ["holidays[0]"]),
        ]
        for (body, fields) in table {
            let answer = try await played.post("/api/ai/forecast", body)
            #expect(answer.status == 422 && answer.faultyFields == fields, "\(answer.text)")
        }
    }

    @Test("another tenant's machine is not there, also when its forecast is in the cache")
    func stranger() async throws {
        let played = try await played()
        try await played.hours("power", "kW", count: 24 * 15, value: Self.load)
        #expect(try await played.post("/api/ai/forecast", body(played)).status == 200)
        let stranger = try await played.hub.newcomer()
        let answer = try await played.post("/api/ai/forecast", body(played), token: stranger.token)
        #expect(answer.status == 404 && answer.code == "NOT_FOUND")
    }
}

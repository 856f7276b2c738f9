import HubAPI
import Telemetry
import Testing

@Suite("Twins over the API", .serialized)
struct TwinAPITests {
    private func played() async throws -> PlayedHistory {
        let hub = try await SharedHub.shared.get()
        let played = try await PlayedHistory(hub, try await hub.newcomer())
        try await hub.psql(
            """
            INSERT INTO machine_twins VALUES
                ('\(played.user.tenant)', '\(played.machine)', now(), 55, 2, 80, 0.2, 10000)
            """)
        return played
    }

    @Test("the twin's state, how good it is, and the remaining life with its interval")
    func twin() async throws {
        let played = try await played()
        let young = try await played.get("twin")
        #expect(young.data["state"]?["healthState"]?.text == "WARNING")
        #expect(young.data["remainingLife"]?.isNull == true)
        #expect(OpenAPIDocument.envelope(.named("TwinReport")).faults(young.json) == [])
        let values = [
            ("temperature_error", "0.7 + i * 0.1"), ("temperature_residual", "-1"), ("temperature_deviation", "0.5"),
            ("remaining_hours", "10000"), ("remaining_low", "9000"), ("remaining_high", "10400"),
        ]
        for (name, value) in values {
            try await played.readings("~twin.\(name)", "1", count: 2, value: value, derived: true)
        }
        let found = try await played.get("twin", token: try await played.viewer())
        #expect(OpenAPIDocument.envelope(.named("TwinReport")).faults(found.json) == [])
        #expect(found.data["calibration"]?["temperature"]?["error"]?.number == 0.8, "the newest counts")
        #expect(found.data["calibration"]?["vibration"]?.isNull == true)
        #expect(found.data["remainingLife"]?["low"]?.number == 9_000)
        #expect(found.data["remainingLife"]?["level"]?.number == 0.8)
    }

    @Test("a scenario runs on what the hub knows of the machine, and says what that is")
    func scenario() async throws {
        let played = try await played()
        try await played.minutes("power", "kW", count: 600, value: "CASE WHEN i / 60 % 2 = 0 THEN 20 ELSE 8 END")
        try await played.minutes(
            "temperature", "Cel", count: 600, value: "CASE WHEN i / 60 % 2 = 0 THEN 60 ELSE 36 END")
        let path = "/api/machines/\(played.machine)/twin/scenario"
        let viewer = try await played.viewer()
        let hot = try await played.post(
            path, ["scenario": "overheated", "hours": 1_000, "overrides": ["paths": 20]], token: viewer)
        #expect(hot.status == 200, "\(hot.text)")
        #expect(OpenAPIDocument.envelope(.named("Scenario")).faults(hot.json) == [])
        #expect(hot.data["machine"]?["ratedPower"]?.number == 20)
        #expect(hot.data["machine"]?["ratedPowerFrom"]?.text == "history")
        #expect(hot.data["machine"]?["heatLearned"]?.bool == true)
        #expect(hot.data["machine"]?["age"]?["from"]?.text == "estimated")
        #expect(hot.data["conditions"]?["cooling"]?.number == 0.2)
        let codes = hot.data["advice"]?.elements?.compactMap { $0["code"]?.text } ?? []
        #expect(codes.contains("improve_cooling"), "\(codes)")
        let points = hot.data["points"]?.elements ?? []
        #expect(points.count > 10 && points.count <= 200)
        let custom = try await played.post(
            path,
            [
                "scenario": "custom", "hours": 48, "load": [["hour": 0, "power": 5], ["hour": 12, "power": 15]],
                "overrides": ["paths": 10, "ratedPower": 30, "seed": 9],
            ], token: viewer)
        #expect(custom.data["conditions"]?["loadMax"]?.number == 15)
        #expect(custom.data["machine"]?["ratedPowerFrom"]?.text == "request")
    }

    @Test("what is out of range names its field; another tenant's machine is not there")
    func unfit() async throws {
        let played = try await played()
        let path = "/api/machines/\(played.machine)/twin/scenario"
        let table: [(JSONValue, [String])] = [
            (["scenario": "meltdown", "hours": 1], ["scenario"]), (["scenario": "normal"], ["hours"]),
            (["scenario": "normal", "hours": 20_001], ["hours"]), (["scenario": "custom", "hours": 5], ["load"]),
            (
                ["scenario": "custom", "hours": 5, "load": [["hour": 3, "power": 1], ["hour": 2, "power": 1]]],
                ["load"]
            ),
            (
                ["scenario": "normal", "hours": 5, "overrides": ["paths": 5, "cooling": 0]],
                ["overrides.cooling", "overrides.paths"]
            ),
        ]
        for (body, fields) in table {
            let answer = try await played.post(path, body)
            #expect(answer.status == 422 && answer.faultyFields == fields, "\(answer.text)")
        }
        let stranger = try await played.hub.newcomer()
        let foreign = try await played.post(path, ["scenario": "normal", "hours": 5], token: stranger.token)
        #expect(foreign.status == 404 && foreign.code == "NOT_FOUND")
        #expect(try await played.get("twin", token: stranger.token).status == 404)
    }
}

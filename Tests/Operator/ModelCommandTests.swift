import MillwrightDevice
import TestKit
import Testing

/// `millwright machine forecast`, `twin` and `savings`, on a hub that the test plays.
@Suite struct ModelCommandTests {
    private static let machines = PlayedAPI.Answer.data(
        .array([.object(["id": .string("m-1"), "name": .string("pump-1"), "factoryName": .string("north")])]))

    private func run(
        _ arguments: [String], _ answer: JSONValue
    ) async throws -> (status: Int32, output: String, requests: [PlayedAPI.Request]) {
        let hub = try await PlayedAPI { request in
            request.path.hasPrefix("/api/machines?") ? Self.machines : .data(answer)
        }
        let (status, output) = try await RunCommand()(arguments, at: hub)
        return (status, output, hub.requests)
    }

    private static func band(_ middle: Double) -> JSONValue {
        .object(["low": .number(middle - 1), "median": .number(middle), "high": .number(middle + 1)])
    }

    @Test func aForecastIsToldDayByDay() async throws {
        let points = (0..<48).map { hour -> JSONValue in
            let time = "2026-03-0\(hour < 24 ? 2 : 3)T\(hour % 24 < 10 ? "0" : "")\(hour % 24):00:00Z"
            return .object([
                "time": .string(time), "value": .number(Double(hour)), "low": .number(Double(hour) - 2),
                "high": .number(Double(hour) + 3),
            ])
        }
        let accuracy = JSONValue.object([
            "origins": .number(40), "mapeDay": .number(3.2), "mapeWeek": .number(4.5), "errorDay": .number(1),
            "errorWeek": .number(2),
        ])
        let change = JSONValue.object(["time": .string("2026-02-01T00:00:00Z"), "shift": .number(-4)])
        let (status, output, requests) = try await run(
            ["machine", "forecast", "north/pump-1", "--days", "2"],
            .object([
                "metric": .string("power"), "unit": .string("kW"), "points": .array(points), "accuracy": accuracy,
                "changes": .array([change]),
            ]))
        #expect(status == 0)
        #expect(requests.last?.line == "POST /api/ai/forecast")
        #expect(
            requests.last?.body
                == .object(["machineId": .string("m-1"), "metric": .string("power"), "days": .number(2)]))
        for part in ["off by 3.20 % a day ahead", "on 40 days", "2026-03-02", "11.5", "35.5", "50", "down by 4"] {
            #expect(output.contains(part), "\(part) in \(output)")
        }
    }

    @Test func aTwinIsShownWithHowSureItIs() async throws {
        let state = JSONValue.object([
            "health": .number(81), "healthState": .string("HEALTHY"), "temperature": .number(60),
            "vibration": .number(2), "failureProbability": .number(0.19), "remainingHours": .number(9_000),
        ])
        let calibration = JSONValue.object(["error": .number(0.7), "residual": .number(-1.5)])
        let report = JSONValue.object([
            "state": state, "calibration": .object(["temperature": calibration, "vibration": .null]),
            "remainingLife": .object(["low": .number(8_000), "high": .number(9_500)]),
        ])
        let (status, output, requests) = try await run(["machine", "twin", "pump-1"], report)
        #expect(status == 0 && requests.last?.line == "GET /api/machines/m-1/twin")
        for part in ["health 81", "HEALTHY", "8000 to 9500 h", "off by 0.70", "now by −1.50"] {
            #expect(output.contains(part), "\(part) in \(output)")
        }
        let (_, nothing, _) = try await run(["machine", "twin", "pump-1"], .object(["state": .null]))
        #expect(nothing.contains("no agent has told of a twin yet"))
    }

    @Test func aScenarioIsAFewRowsAndWhatToDo() async throws {
        let points = (0...100).map { number -> JSONValue in
            let names = ["temperature", "vibration", "wear", "fatigue", "health"]
            var fields = Dictionary(uniqueKeysWithValues: names.map { ($0, Self.band(50)) })
            fields["hours"] = .number(Double(number))
            fields["load"] = .number(17.6)
            return .object(fields)
        }
        let advice = JSONValue.object(["code": .string("improve_cooling"), "text": .string("restore the cooling")])
        let (status, output, requests) = try await run(
            ["machine", "twin", "pump-1", "--scenario", "overheated", "--hours", "100", "--rated-power", "22"],
            .object([
                "scenario": .string("overheated"), "hours": .number(100), "points": .array(points),
                "advice": .array([advice]),
                "machine": .object(["ratedPower": .number(22), "ratedPowerFrom": .string("request")]),
            ]))
        #expect(status == 0 && requests.last?.line == "POST /api/machines/m-1/twin/scenario")
        #expect(
            requests.last?.body
                == .object([
                    "scenario": .string("overheated"), "hours": .number(100),
                    "overrides": .object(["ratedPower": .number(22)]),
                ]))
        #expect(output.contains("improve_cooling: restore the cooling") && output.contains("not calibrated"))
        #expect(output.split(separator: "\n").count == 15, "a head, a title, twelve rows, advice: \(output)")
    }

    @Test func savingsAreListedOrHowFarLearningIs() async throws {
        let one = JSONValue.object([
            "kind": .string("OVERSIZING"), "savingPerYear": .number(735.84), "benefit": .number(2_943.36),
            "confidence": .number(0.92),
        ])
        var answer: [String: JSONValue] = [
            "readings": .number(500), "readingsNeeded": .number(500), "opportunities": .array([one]),
            "totalPotentialSavings": .number(735.84), "rate": .object(["mean": .number(0.3)]),
        ]
        let (status, output, requests) = try await run(
            ["machine", "savings", "pump-1", "--rate", "0.3"], .object(answer))
        #expect(status == 0)
        #expect(requests.last?.line == "GET /api/machines/m-1/energy/opportunities?rate=0.3")
        #expect(output.contains("OVERSIZING") && output.contains("736") && output.contains("0.92"))
        answer["readings"] = .number(499)
        let (_, learning, _) = try await run(["machine", "savings", "pump-1"], .object(answer))
        #expect(learning.contains("learning, 499 of 500 readings"))
    }
}

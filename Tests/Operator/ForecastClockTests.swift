import Operator
import Telemetry
import TestKit
import Testing

/// `millwright analyze forecast` by the clock that a file goes by.
@Suite struct ForecastClockTests {
    private static let hour = 3_600.0

    /// The first moments of summer time in Europe in 2024, and of winter time.
    private static let summer = Timestamp(rfc3339: "2024-03-31T01:00:00Z")
    private static let winter = Timestamp(rfc3339: "2024-10-27T01:00:00Z")

    /// What a clock in Paris shows, written as if it were UTC.
    private static func paris(_ time: Timestamp) throws -> Timestamp {
        let isSummer = try time >= #require(summer) && time < #require(winter)
        return time.advanced(seconds: isSummer ? 7_200 : 3_600)
    }

    /// A load that follows the clock alone.
    private static func load(_ shown: Timestamp) -> Int {
        let hour = Int(shown.microseconds / 3_600_000_000) % 24
        return 50 + (hour < 12 ? 3 * hour : 3 * (24 - hour))
    }

    private static func file(
        from start: String, hours: Int, _ line: (Timestamp) throws -> String?
    ) throws -> String {
        let first = try #require(Timestamp(rfc3339: start))
        let lines = try (0..<hours).compactMap { try line(first.advanced(seconds: hour * Double($0))) }
        return "t,kW\n" + lines.joined(separator: "\n") + "\n"
    }

    private func forecast(_ text: String, _ options: [String]) async throws -> (points: [(Timestamp, Double)], String) {
        let run = try RunCommand()
        let file = try run.folder.write(text, to: "a.csv")
        let csv = run.folder.file("o.csv")
        let (status, output) = try await run(
            ["analyze", "forecast", file, "--time", "t", "--value", "kW", "--output", csv] + options)
        #expect(status == 0, "\(output)")
        let rows = try CSVRows(file: csv)
        var points: [(Timestamp, Double)] = []
        while let row = try rows.next() {
            points.append((try #require(Timestamp(rfc3339: row[0])), try #require(Double(row[1]))))
        }
        return (points, output)
    }

    /// Six weeks whose hours hold a switch, once by the clock on the wall and once in UTC.
    @Test(arguments: ["2024-03-01T00:00:00Z", "2024-09-20T00:00:00Z"])
    func anHourThatIsMissingOrComesTwiceMovesNothing(start: String) async throws {
        let wall = try Self.file(from: start, hours: 1_008) { time in
            let shown = try Self.paris(time)
            return "\(shown.rfc3339.prefix(19)),\(Self.load(shown))"
        }
        for (time, mean) in try await forecast(wall, ["--horizon", "48"]).points {
            #expect(abs(mean - Double(Self.load(time))) < 0.5, "\(time) \(mean)")
        }
        let utc = try Self.file(from: start, hours: 1_008) { "\($0.rfc3339),\(Self.load(try Self.paris($0)))" }
        let zone = ["--horizon", "48", "--zone", "1", "--daylight", "europe"]
        for (time, mean) in try await forecast(utc, zone).points {
            #expect(abs(mean - Double(Self.load(try Self.paris(time)))) < 0.5, "\(time) \(mean)")
        }
    }

    @Test func aSwitchToComeMovesTheShapeWhereItIsSaid() async throws {
        let utc = try Self.file(from: "2024-02-02T00:00:00Z", hours: 1_392) {
            "\($0.rfc3339),\(Self.load(try Self.paris($0)))"
        }
        func worst(_ options: [String]) async throws -> Double {
            try await forecast(utc, ["--horizon", "24"] + options).points
                .map { abs($0.1 - Double(Self.load(try Self.paris($0.0)))) }.max() ?? .infinity
        }
        #expect(try await worst(["--zone", "1", "--daylight", "europe"]) < 0.5)
        #expect(try await worst(["--zone", "1"]) > 2.5)
    }

    @Test func theClockOfAZoneOfHalfHoursIsSaidInSeveralWays() async throws {
        let utc = try Self.file(from: "2024-02-02T00:00:00Z", hours: 1_392) { "\($0.rfc3339),\(Self.load($0))" }
        let ways = [["--zone", "5.5"], ["--zone", "+05:30"], ["--zone=+05:30", "--daylight", "none"]]
        let said = try await [
            forecast(utc, ["--horizon", "24"] + ways[0]), forecast(utc, ["--horizon", "24"] + ways[1]),
            forecast(utc, ["--horizon", "24"] + ways[2]),
        ].map { $0.points.map(\.1) }
        #expect(said[0] == said[1] && said[1] == said[2])
        // The same shape, whatever hour of the clock it is at.
        for (time, mean) in try await forecast(utc, ["--horizon", "24", "--zone", "5.5"]).points {
            #expect(abs(mean - Double(Self.load(time))) < 0.5, "\(time) \(mean)")
        }
    }

    /// Nine weeks that stand still at weekends and on some Wednesdays, by a clock ten hours ahead of UTC.
    @Test func theOffsetOfAllTimesIsTheFilesClock() async throws {
        let off = ["2024-01-17", "2024-02-07", "2024-02-21"]
        func text(_ write: (Timestamp) -> String) throws -> String {
            try Self.file(from: "2023-12-31T14:00:00Z", hours: 1_536) { time in
                let shown = time.advanced(seconds: 36_000)
                // 1970-01-01 was a Thursday.
                let weekday = (shown.microseconds / 86_400_000_000 + 3) % 7
                let isOff = weekday > 4 || off.contains(String(shown.rfc3339.prefix(10)))
                return "\(write(shown)),\(isOff ? 20 : 100)"
            }
        }
        func still(_ text: String, _ options: [String]) async throws -> (hours: [Timestamp], said: String) {
            let days = ["--horizon", "72", "--holidays", (off + ["2024-03-06"]).joined(separator: ",")]
            let (points, said) = try await forecast(text, days + options)
            return (points.filter { $0.1 < 60 }.map(\.0), said)
        }
        let offset = try text { "\($0.rfc3339.prefix(19))+10:00" }
        let carried = try await still(offset, [])
        #expect(carried.hours.first?.rfc3339 == "2024-03-05T14:00:00.000Z" && carried.hours.count == 24, "\(carried)")
        #expect(carried.said.contains("a.csv: its times carry +10:00, which is taken for its clock; see --zone"))
        let said = try await still(offset, ["--zone", "10"])
        #expect(said.hours == carried.hours && !said.said.contains("carry"))
        #expect(try await still(offset, ["--zone", "0"]).hours != carried.hours)
        let plain = try await still(text { String($0.rfc3339.prefix(19)) }, [])
        #expect(plain.hours.first?.rfc3339 == "2024-03-06T00:00:00.000Z" && !plain.said.contains("carry"))
    }

    @Test func severalOffsetsAreSaid() async throws {
        let text = try Self.file(from: "2024-03-01T00:00:00Z", hours: 1_008) { time in
            let shown = try Self.paris(time)
            return "\(shown.rfc3339.prefix(19))+0\(Int(shown.seconds(since: time)) / 3_600):00,\(Self.load(shown))"
        }
        let said = try await forecast(text, []).1
        #expect(said.contains("its times carry +01:00 and +02:00, and are taken by UTC; say its clock with --zone"))
        let points = try await forecast(text, ["--horizon", "48", "--zone", "1", "--daylight", "europe"]).points
        for (time, mean) in points { #expect(abs(mean - Double(Self.load(try Self.paris(time)))) < 0.5) }
    }

    /// The last day of a file in steps of ten minutes.
    @Test(arguments: [(0, nil), (10, "2024-01-22T00"), (50, "2024-01-22T00"), (60, nil)])
    func anHourThatIsNotOverIsLeftOut(minutes: Int, hour: String?) async throws {
        let start = try #require(Timestamp(rfc3339: "2024-01-01T00:00:00Z"))
        let lines = (0..<(504 * 6 + minutes / 10)).map { step in
            // What has just begun would be learned as a standstill.
            "\(start.advanced(seconds: 600 * Double(step)).rfc3339),\(step < 504 * 6 ? 100 : 0)"
        }
        let (points, said) = try await forecast("t,kW\n" + lines.joined(separator: "\n"), ["--horizon", "1"])
        let first = minutes == 60 ? "2024-01-22T01:00:00.000Z" : "2024-01-22T00:00:00.000Z"
        #expect(points.first?.0.rfc3339 == first, "\(points)")
        let left = hour.map { "a.csv: the hour from \($0):00:00.000Z is not over, and was left out" }
        #expect(left.map(said.contains) ?? !said.contains("not over"), "\(said)")
    }
}

import Operator
import Telemetry
import TestKit
import Testing

/// How files write their times: found out from the first rows, read in all.
@Suite struct CSVTimeTests {
    /// All of them are noon of 2026-01-31, up to half a second.
    @Test(arguments: [
        ("2026-01-31T12:00:00Z", CSVTime.rfc3339), ("2026-01-31 12:00:00.5", .rfc3339), ("2026/01/31 12:00", .rfc3339),
        ("2026-01-31T13:00:00+01:00", .rfc3339), ("2026-01-31 12:00:00+00", .rfc3339),
        ("2026-01-31 12:00:00,25", .rfc3339), ("2026-01-31 13:00+01:00", .rfc3339),
        ("2026-01-31T13:00:00+0100", .rfc3339), ("2026-01-31 07:00:00 -05", .rfc3339),
        ("2026-01-31 12:00:00 UTC", .rfc3339), ("  2026-1-31  12:00  ", .rfc3339),
        ("2026-01-31 12:00:00 PM", .rfc3339), ("31.01.2026 12:00:00", .dayMonthYear),
        ("31/1/2026 12:00", .dayMonthYear), ("31-01-2026 17:30:00+05:30", .dayMonthYear),
        ("1/31/2026 12:00", .monthDayYear), ("1/31/2026 12:00 PM", .monthDayYear),
        ("01-31-2026 12:00:00 pm", .monthDayYear), ("202601311200", .digits), ("20260131120000", .digits),
        ("1769860800", .epochSeconds), ("1769860800000", .epochMilliseconds),
        ("1769860800000000", .epochMicroseconds), ("1769860800000000000", .epochNanoseconds),
    ]) func formsAreFoundOut(text: String, format: CSVTime) throws {
        let noon = try #require(Timestamp(rfc3339: "2026-01-31T12:00:00Z"))
        #expect(CSVTimeFound([text]) == CSVTimeFound(["", text]) && CSVTimeFound([text])?.format == format)
        let time = try #require(format.time(text, start: Timestamp(seconds: 0)))
        #expect((0...0.5).contains(time.seconds(since: noon)), "\(time)")
    }

    @Test(arguments: [
        ("20260131", CSVTime.digits, "2026-01-31T00:00:00.000Z"), ("2026-01-31", .rfc3339, "2026-01-31T00:00:00.000Z"),
        ("1/31/2026 9:05", .monthDayYear, "2026-01-31T09:05:00.000Z"),
        ("1/31/2026 9:05 PM", .monthDayYear, "2026-01-31T21:05:00.000Z"),
        ("1/31/2026 12:05:06 AM", .monthDayYear, "2026-01-31T00:05:06.000Z"),
        ("31.01.2026 24:00", .dayMonthYear, "2026-02-01T00:00:00.000Z"),
        ("2026-01-31 23:59:60", .rfc3339, "2026-02-01T00:00:00.000Z"),
        ("2026-01-31 00:30:00,1234567+01", .rfc3339, "2026-01-30T23:30:00.123456Z"),
    ]) func clocksAreReadWhole(text: String, format: CSVTime, expected: String) throws {
        #expect(format.time(text, start: Timestamp(seconds: 0))?.rfc3339 == expected)
    }

    @Test(arguments: [
        "", "2026-02-30", "2026-01-31 24:01", "2026-01-31 25:00", "2026-01-31 12:60", "2026-01-31 1200", "26-01-31",
        "2026-01-31T", "2026-01-31 12:00:", "2026-01-31 12:00:00.", "2026-01-31 13:00 PM", "2026-01-31 0:10 AM",
        "2026-01-31 12:00:00+1", "2026-01-31 12:00:00+01:0", "2026-01-31 12:00 CET", "2026-01/31", "2026-01-3112:00",
        "2026-01-31 12:00:00Zulu", "31.01.2026", "2026-01-31 12:00 P",
    ]) func whatIsNoTimeIsNone(text: String) {
        #expect(CSVTime.rfc3339.time(text, start: Timestamp(seconds: 0)) == nil)
    }

    @Test(arguments: [
        ("2026-01-31 12:00", nil), ("2026-01-31T12:00Z", 0), ("2026-01-31 12:00-03:30", -12_600),
        ("2026-01-31 12:00:00+02", 7_200),
    ]) func zonesAreKept(text: String, offset: Int?) {
        #expect(CSVTime.rfc3339.read(text, start: Timestamp(seconds: 0))?.offsetSeconds == offset)
    }

    /// Digits are dates only when all of them are: so many seconds or milliseconds hardly ever look so.
    @Test(arguments: [
        (["20260131", "20260132"], CSVTime.relative), (["20261301"], .relative), (["202601312460"], .epochMilliseconds),
        (["20260131120061"], .epochMilliseconds), (["0.0", "0.5"], .relative), (["20260131", "20260201"], .digits),
        (["17631231"], .relative),
    ]) func digitsAreToldApart(texts: [String], format: CSVTime) {
        #expect(CSVTimeFound(texts)?.format == format)
    }

    @Test func theOrderOfDayAndMonthIsTakenByWhatLiesCloser() {
        let daily = (1...9).map { "0\($0)/02/2026 00:00" }
        #expect(CSVTimeFound(daily) == CSVTimeFound(daily.reversed()))
        #expect(CSVTimeFound(daily)?.format == .dayMonthYear && CSVTimeFound(daily)?.other == .monthDayYear)
        let american = (1...9).map { "02/0\($0)/2026 00:00" }
        #expect(CSVTimeFound(american)?.format == .monthDayYear && CSVTimeFound(american)?.other == .dayMonthYear)
        let one = CSVTimeFound(["02/03/2026"])
        #expect(one?.format == .dayMonthYear && one?.hint.contains("--time-format month-day-year") == true)
        let sure = CSVTimeFound(["02/03/2026", "02/13/2026"])
        #expect(sure?.format == .monthDayYear && sure?.other == nil && sure?.note == nil)
        #expect(CSVTimeFound(["02.03.2026"])?.other == nil, "nobody writes the month first with points")
    }

    @Test func relativeAndHostileTimes() {
        #expect(CSVTime.relative.time("1.5", start: Timestamp(seconds: 10)) == Timestamp(microseconds: 11_500_000))
        #expect(CSVTimeFound(["yesterday"]) == nil)
        #expect(CSVTimeFound([]) == nil && CSVTimeFound(["", " "]) == nil)
        #expect(CSVTime.epochSeconds.time("1e300", start: Timestamp(seconds: 0)) == nil)
        #expect(CSVTime.relative.time("nan", start: Timestamp(seconds: 0)) == nil)
    }

    @Test func whatWasTakenIsSaidOnceAndLaterMistakesSayWhatHelps() async throws {
        let run = try RunCommand()
        let rows = (0..<250).map { "0\(1 + $0 / 60)/02/2026 \(10 + $0 % 10):00,\($0)" }.joined(separator: "\n")
        let file = try run.folder.write("t,a\n\(rows)\n02/13/2026 00:00,1\n", to: "a.csv")
        let arguments = ["analyze", "anomalies", file, "--time", "t"]
        let (status, output) = try await run(arguments)
        let note = "a.csv: its times could be month-day-year too, and were taken as day-month-year; see --time-format"
        #expect(status == 1 && output.components(of: note) == 1, "\(output)")
        #expect(output.contains("TIME_INVALID: ") && output.contains("a.csv:252: column 1 (t): \"02/13/2026 00:00\""))
        #expect(output.contains("say it with --time-format month-day-year"), "\(output)")
        let said = try await run(arguments + ["--time-format", "month-day-year"])
        #expect(said.status == 0 && !said.output.contains("taken as"), "\(said.output)")
    }
}

extension String {
    /// How often a text stands in it.
    fileprivate func components(of text: String) -> Int {
        split(separator: text, omittingEmptySubsequences: false).count - 1
    }
}

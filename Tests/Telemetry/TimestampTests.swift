import Telemetry
import Testing

@Suite("Timestamp")
struct TimestampTests {
    @Test(
        "text and moment agree both ways",
        arguments: [
            ("1970-01-01T00:00:00.000Z", 0),
            ("2026-01-31T23:59:59.123Z", 1_769_903_999_123_000),
            ("2024-02-29T12:00:00.000001Z", 1_709_208_000_000_001),
            ("1969-12-31T23:59:59.999Z", -1_000),
            ("0000-01-01T00:00:00.000Z", -62_167_219_200_000_000),
            ("9999-12-31T23:59:59.999999Z", 253_402_300_799_999_999),
        ] as [(String, Int64)])
    func roundTrip(text: String, microseconds: Int64) throws {
        #expect(Timestamp(microseconds: microseconds).rfc3339 == text)
        #expect(try #require(Timestamp(rfc3339: text)).microseconds == microseconds)
    }

    @Test(
        "other spellings of a moment are read",
        arguments: [
            ("2026-01-31 23:59:59Z", "2026-01-31T23:59:59.000Z"),
            ("2026-01-31t23:59:59z", "2026-01-31T23:59:59.000Z"),
            ("2026-02-01T00:59:59+01:00", "2026-01-31T23:59:59.000Z"),
            ("2026-01-31T18:29:59-05:30", "2026-01-31T23:59:59.000Z"),
            ("2026-01-31T23:59:59.1234567Z", "2026-01-31T23:59:59.123456Z"),
            ("2016-12-31T23:59:60Z", "2017-01-01T00:00:00.000Z"),
        ])
    func spellings(text: String, expected: String) {
        #expect(Timestamp(rfc3339: text)?.rfc3339 == expected)
    }

    @Test(
        "what is no moment is refused",
        arguments: [
            "", "2026", "2026-02-30T00:00:00Z", "2026-13-01T00:00:00Z", "2026-01-31T24:00:00Z", "2026-01-31T23:60:00Z",
            "2026-01-31T23:59:59", "2026-01-31T23:59:59.Z", "2026-01-31T23:59:59Zx", "20x6-01-31T23:59:59Z",
            "2026-01-31T23:59:59+24:00", "2025-02-29T00:00:00Z",
        ])
    func refused(text: String) {
        #expect(Timestamp(rfc3339: text) == nil)
    }

    @Test("arithmetic on hostile values saturates")
    func saturation() {
        #expect(Timestamp(milliseconds: .max).microseconds == .max)
        #expect(Timestamp(seconds: .min).microseconds == .min)
        #expect(Timestamp(microseconds: .max).advanced(seconds: 1e300).microseconds == .max)
        #expect(Timestamp(microseconds: .min).advanced(seconds: -1).microseconds == .min)
        #expect(Timestamp(microseconds: 5).advanced(seconds: .nan).microseconds == 5)
        #expect(Timestamp(microseconds: .max).seconds(since: Timestamp(microseconds: .min)).isFinite)
        #expect(Timestamp(microseconds: .min).rfc3339 == "0000-01-01T00:00:00.000Z")
        #expect(Timestamp(microseconds: .max).rfc3339 == "9999-12-31T23:59:59.999999Z")
    }

    @Test("every day of four centuries survives the calendar")
    func everyDay() {
        for day in stride(from: Int64(-80_000), through: 80_000, by: 1) {
            let moment = Timestamp(seconds: day * 86_400 + 43_200)
            #expect(Timestamp(rfc3339: moment.rfc3339) == moment)
        }
    }
}

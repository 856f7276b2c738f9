internal import Settings

/// Reads hours of the day, and the weekdays beside them: `between: "22:00-06:00"`, `days: [mon-fri]`.
enum HoursReader {
    /// Nothing when the key is not there or is wrong, which is noted.
    static func hours(_ key: String, of section: SectionReader) -> HoursWindow? {
        let hours = section.value(
            key, expected: "hours of the day", hint: "write them as \"22:00-06:00\", with the quotation marks",
            HoursWindow.hours)
        var days: UInt8 = 0
        for text in section.texts("days", most: 7) {
            guard let found = HoursWindow.days(text) else {
                section.mistake(
                    .valueType, "days", "`\(text)` is no weekday", hint: "mon, tue, wed, thu, fri, sat, sun, or mon-fri"
                )
                return nil
            }
            days |= found
        }
        return hours.map { HoursWindow(fromMinute: $0.from, toMinute: $0.to, days: days == 0 ? 0b111_1111 : days) }
    }
}

/// How many days each level of telemetry is kept.
public struct RetentionDays: Sendable, Equatable {
    /// Readings as they came.
    public var raw: Int
    /// Rollups of a minute.
    public var minutes: Int
    /// Rollups of an hour.
    public var hours: Int
    /// Rollups of a day.
    public var days: Int

    /// Four numbers of days, as the plan says them.
    public init(raw: Int, minutes: Int, hours: Int, days: Int) {
        self.raw = raw
        self.minutes = minutes
        self.hours = hours
        self.days = days
    }
}

internal import Glibc
internal import Telemetry

/// The gateway's local time: that of its system, `TZ` or else `/etc/localtime`.
enum LocalTime {
    /// How far local time is before UTC at a moment, in seconds, with summer time where the zone has it.
    static func utcOffsetSeconds(at now: Timestamp) -> Int {
        var seconds = time_t(now.microseconds / 1_000_000)
        var parts = tm()
        guard localtime_r(&seconds, &parts) != nil else { return 0 }
        return Int(parts.tm_gmtoff)
    }
}

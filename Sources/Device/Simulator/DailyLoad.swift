internal import Glibc
public import Telemetry

/// How much a plant asks of its machines over the day: two shifts, a dip at noon, little at night and on Sundays.
public enum DailyLoad {
    /// The part of the usual power that is asked for at a moment (UTC), 0.6 to 1.
    public static func part(at time: Timestamp) -> Double {
        let secondsOfDay = Double(time.microseconds % 86_400_000_000) / 1e6
        let hour = (secondsOfDay < 0 ? secondsOfDay + 86_400 : secondsOfDay) / 3_600
        let day = Int((Double(time.microseconds) / 86_400e6).rounded(.down))
        // The first of January 1970 was a Thursday.
        let isSunday = (day % 7 + 7 + 4) % 7 == 0
        let shifts = shoulder(hour, from: 6, to: 22) * (1 - 0.2 * bump(hour, at: 12.5, width: 0.6))
        return 0.6 + 0.4 * shifts * (isSunday ? 0.35 : 1)
    }

    /// 0 outside, 1 inside, with an hour of slope at both ends.
    private static func shoulder(_ hour: Double, from start: Double, to end: Double) -> Double {
        1 / (1 + exp(-(hour - start) * 4)) * (1 / (1 + exp((hour - end) * 4)))
    }

    private static func bump(_ hour: Double, at center: Double, width: Double) -> Double {
        let distance = (hour - center) / width
        return exp(-distance * distance)
    }
}

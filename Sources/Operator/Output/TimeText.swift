internal import Telemetry

/// Times and lengths as people read them.
enum TimeText {
    /// How long ago in a sentence, as `3 min ago` or `now`.
    static func ago(_ time: Timestamp?, now: Timestamp) -> String {
        guard time != nil else { return "never" }
        let age = age(time, now: now)
        return age == "now" ? age : "\(age) ago"
    }

    /// How long ago, as `3 min` or `2 d`.
    static func age(_ time: Timestamp?, now: Timestamp) -> String {
        guard let time else { return "–" }
        return span(max(0, now.seconds(since: time)))
    }

    /// A length of time in its largest unit.
    static func span(_ seconds: Double) -> String {
        switch seconds {
        case ..<1: "now"
        case ..<120: "\(Int(seconds)) s"
        case ..<7_200: "\(Int(seconds / 60)) min"
        case ..<172_800: "\(Int(seconds / 3_600)) h"
        default: "\(Int(min(seconds, 1e12) / 86_400)) d"
        }
    }

    /// Up to the second, in UTC.
    static func moment(_ time: Timestamp?) -> String {
        guard let time else { return "–" }
        return String(time.rfc3339.prefix(19)).replacing("T", with: " ") + " UTC"
    }

    /// A span as a person writes it, as `90s`, `15m`, `4h`, `2d`; nothing for anything else.
    static func seconds(_ text: String) -> Double? {
        let units: [Character: Double] = ["s": 1, "m": 60, "h": 3_600, "d": 86_400]
        guard let unit = text.last.flatMap({ units[$0] }), let count = Double(text.dropLast()), count.isFinite,
            count >= 0
        else { return nil }
        return count * unit
    }

    /// A time as a person writes it: RFC 3339, or a span before now.
    static func time(_ text: String, now: Timestamp) -> Timestamp? {
        Timestamp(rfc3339: text) ?? seconds(text).map { now.advanced(seconds: -$0) }
    }
}

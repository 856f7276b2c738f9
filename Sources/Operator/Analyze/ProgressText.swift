package import Runtime

/// The line that says how far something has come, seldom enough to cost nothing and not to flicker.
package struct ProgressText {
    /// Seconds between two lines.
    package static let secondsBetween = 0.25

    private var shown: (at: Uptime, percent: Int)?

    /// Nothing was said yet.
    package init() {}

    /// What to say now; nothing so soon after the last line, or where it would say the same.
    package mutating func line(_ what: String, done: Int, of all: Int, at now: Uptime) -> String? {
        let percent = all > 0 ? Int(100 * Double(min(max(done, 0), all)) / Double(all)) : 100
        if let shown, percent == shown.percent || now.seconds(since: shown.at) < Self.secondsBetween { return nil }
        shown = (now, percent)
        return "\(what): \(percent) %"
    }
}

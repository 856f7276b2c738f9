package import Telemetry

/// The times along a drawing: round ones by the clock of the file, and the texts below them.
package struct PlotTimes {
    let first: Timestamp
    let last: Timestamp

    /// The times from one to another; it may be the same.
    package init(first: Timestamp, last: Timestamp) {
        self.first = first
        self.last = last
    }

    /// Seconds between two round times: of minutes and hours, then of days, weeks and years.
    private static let steps: [Double] =
        [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 10_800, 14_400, 21_600, 43_200]
        + [1, 2, 7, 14, 28, 91, 182, 364].map { $0 * day }
    private static let day: Double = 86_400
    /// 1970 began on a Thursday; steps of weeks begin on Mondays.
    private static let monday: Double = 4 * day

    /// At most so many round times within the range, in order; none where it has no length.
    package func ticks(atMost wanted: Int) -> [(time: Timestamp, text: String)] {
        let span = last.seconds(since: first)
        guard span > 0 else { return [(first, Self.text(first, after: nil, step: 1))] }
        let step = Self.steps.first { span / $0 <= Double(wanted) } ?? Self.years(span / Double(wanted))
        let origin = step >= 7 * Self.day ? Self.monday : 0
        let epoch = Timestamp(microseconds: 0)
        var place = ((first.seconds(since: epoch) - origin) / step).rounded(.up) * step + origin
        var ticks: [(time: Timestamp, text: String)] = []
        while place <= last.seconds(since: epoch), ticks.count <= wanted {
            let time = epoch.advanced(seconds: place)
            ticks.append((time, Self.text(time, after: ticks.last?.time, step: step)))
            place += step
        }
        return ticks
    }

    /// So many whole years of 364 days that a length fits in.
    private static func years(_ seconds: Double) -> Double { (seconds / (364 * day)).rounded(.up) * 364 * day }

    /// Strokes and texts below a panel, whose lower edge is at `y`.
    func draw(at y: Double, x: (Timestamp) -> Double, _ drawing: inout SVGDrawing) {
        let (left, right) = (x(first), x(last))
        for tick in ticks(atMost: 7) {
            let place = x(tick.time)
            drawing.line(from: (place, y), to: (place, y + 5), stroke: "#9aa5b1")
            let anchor = place - left < Self.edge ? "start" : right - place < Self.edge ? "end" : "middle"
            drawing.label(tick.text, x: place, y: y + 20, anchor: anchor)
        }
    }

    /// Half of what a text takes up.
    private static let edge = 55.0

    /// The date where it is new, the time where the steps are shorter than a day.
    private static func text(_ time: Timestamp, after before: Timestamp?, step: Double) -> String {
        let whole = time.rfc3339
        let date = String(whole.prefix(10))
        if step >= day { return date }
        let clock = String(whole.dropFirst(11).prefix(step < 60 ? 8 : 5))
        guard let before else { return "\(date) \(clock)" }
        if before.rfc3339.prefix(10) == date { return clock }
        return clock == "00:00" ? date : "\(date.dropFirst(5)) \(clock)"
    }
}

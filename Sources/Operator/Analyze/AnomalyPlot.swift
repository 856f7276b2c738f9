internal import Glibc
internal import Telemetry

/// Draws what was found: a panel for each metric, alarms as shaded stretches, and the score below.
struct AnomalyPlot {
    private static let width = 1_200.0
    private static let left = 84.0
    private static let right = 1_176.0
    private static let top = 52.0
    private static let panel = 96.0
    private static let gap = 30.0
    /// More panels than fit on a page are left out, and the plot says so.
    private static let panelsMax = 12
    private static let line = "#1d5fa8"
    private static let score = "#8a3ffc"
    private static let alarm = "#fbd5d5"
    private static let grid = "#e4e7eb"

    let title: String
    let columns: [String]
    /// The score from which on there is an alarm.
    let threshold: Double
    private(set) var series = PlotBuckets()

    init(title: String, columns: [String], threshold: Double) {
        self.title = title
        self.columns = columns
        self.threshold = threshold
    }

    /// Adds a row.
    mutating func add(_ values: [Double], at time: Timestamp, score: Double, isAlarm: Bool) {
        series.add(values, at: time, score: score, isAlarm: isAlarm)
    }

    /// The drawing as a file.
    func text() -> String {
        let shown = columns.prefix(Self.panelsMax)
        let height = Self.top + Double(shown.count + 1) * (Self.panel + Self.gap) + 16
        var drawing = SVGDrawing(width: Int(Self.width), height: Int(height))
        drawing.label(title, x: Self.left, y: 24, fill: "#1f2933", isBold: true)
        drawing.rectangle(x: Self.right - 330, y: 14, width: 14, height: 12, fill: Self.alarm)
        drawing.label("alarm", x: Self.right - 310, y: 24)
        let left = columns.count - shown.count
        drawing.label(
            left > 0 ? "\(left) more columns are scored and not drawn" : "1 − score on a logarithmic scale",
            x: Self.right, y: 24, anchor: "end")
        var y = Self.top
        for (index, name) in shown.enumerated() {
            draw(metric: index, name: name, at: y, &drawing)
            y += Self.panel + Self.gap
        }
        drawScore(at: y, &drawing)
        drawTimes(at: y + Self.panel, &drawing)
        return drawing.text(title: "\(title): \(columns.joined(separator: ", ")) with score and alarms")
    }

    // MARK: Panels

    private func draw(metric: Int, name: String, at y: Double, _ drawing: inout SVGDrawing) {
        let known = series.buckets.filter { !$0.low[metric].isNaN }
        let scale = PlotScale(
            known.map { $0.low[metric] }.min() ?? 0, known.map { $0.high[metric] }.max() ?? 1)
        frame(name, at: y, ticks: scale.ticks(about: 4).map { (scale.place($0.value), $0.text) }, &drawing)
        var points: [(x: Double, y: Double)?] = []
        for bucket in series.buckets {
            guard !bucket.low[metric].isNaN else {
                points.append(nil)
                continue
            }
            let x = x(bucket.start)
            points.append((x, self.y(scale.place(bucket.low[metric]), y)))
            if bucket.high[metric] > bucket.low[metric] {
                points.append((x, self.y(scale.place(bucket.high[metric]), y)))
            }
        }
        drawing.path(points, stroke: Self.line)
    }

    private func drawScore(at y: Double, _ drawing: inout SVGDrawing) {
        let decades = 6.0
        let labels = ["0", "0.9", "0.99", "0.999", "0.9999", "0.99999"]
        let place = { (score: Double) in min(1, -log10(max(1e-12, 1 - score)) / decades) }
        frame("score", at: y, ticks: labels.enumerated().map { (Double($0) / decades, $1) }, &drawing)
        let limit = self.y(place(threshold), y)
        drawing.line(from: (Self.left, limit), to: (Self.right, limit), stroke: "#c81e1e", dashes: "5 4")
        drawing.path(series.buckets.map { (x($0.start), self.y(place($0.score), y)) }, stroke: Self.score)
    }

    /// Ground, alarms, rule lines with their numbers, and the name of a panel.
    private func frame(
        _ name: String, at y: Double, ticks: [(place: Double, text: String)], _ drawing: inout SVGDrawing
    ) {
        for span in alarms() {
            drawing.rectangle(
                x: span.from, y: y, width: max(1, span.to - span.from), height: Self.panel, fill: Self.alarm)
        }
        for tick in ticks {
            let height = self.y(tick.place, y)
            drawing.line(from: (Self.left, height), to: (Self.right, height), stroke: Self.grid)
            drawing.label(tick.text, x: Self.left - 8, y: height + 4, anchor: "end")
        }
        drawing.label(name, x: Self.left, y: y - 6, fill: "#1f2933", isBold: true)
    }

    private func drawTimes(at y: Double, _ drawing: inout SVGDrawing) {
        guard let first = series.buckets.first?.start else { return }
        PlotTimes(first: first, last: series.end).draw(at: y, x: x, &drawing)
    }

    private func alarms() -> [(from: Double, to: Double)] {
        var spans: [(from: Double, to: Double)] = []
        var isOpen = false
        for (index, bucket) in series.buckets.enumerated() {
            if bucket.isAlarm {
                let next = index + 1 < series.buckets.count ? series.buckets[index + 1].start : series.end
                if isOpen { spans[spans.count - 1].to = x(next) } else { spans.append((x(bucket.start), x(next))) }
            }
            isOpen = bucket.isAlarm
        }
        return spans
    }

    private func x(_ time: Timestamp) -> Double {
        guard let first = series.buckets.first?.start, series.end > first else { return Self.left }
        let part = time.seconds(since: first) / series.end.seconds(since: first)
        return Self.left + max(0, min(1, part)) * (Self.right - Self.left)
    }

    private func y(_ place: Double, _ top: Double) -> Double { top + (1 - place) * Self.panel }
}

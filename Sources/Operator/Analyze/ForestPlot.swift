internal import AnalyticsForest
internal import Telemetry

/// Draws the scores of a forest with its threshold, and below them the features; alarms are shaded.
struct ForestPlot {
    private static let top = 52.0
    private static let main = 180.0
    private static let panel = 90.0
    private static let gap = 34.0
    /// More features than fit on a page are left out, and the plot says so.
    private static let panelsMax = 12
    private static let line = "#1d5fa8"
    private static let score = "#8a3ffc"
    private static let threshold = "#c81e1e"
    private static let alarm = "#fbd5d5"

    let title: String
    let forest: IsolationForest
    /// Rows have times; else they are numbered.
    let hasTimes: Bool
    private var rows = PlotBuckets()

    init(title: String, forest: IsolationForest, hasTimes: Bool) {
        self.title = title
        self.forest = forest
        self.hasTimes = hasTimes
    }

    /// Adds a row.
    mutating func add(_ row: NumberRows.Row, score: Double, isAlarm: Bool) {
        let place = hasTimes ? row.time : Timestamp(seconds: Int64(row.index))
        rows.add([score] + row.values, at: place, score: score, isAlarm: isAlarm)
    }

    /// The drawing as a file.
    func text() -> String {
        let features = forest.features.prefix(Self.panelsMax)
        let height = Self.top + Self.main + Double(features.count) * (Self.gap + Self.panel) + 40
        var drawing = SVGDrawing(width: 1_200, height: Int(height))
        drawing.label(title, x: PlotPanel.left, y: 24, fill: "#1f2933", isBold: true)
        let hidden = forest.features.count - features.count
        drawing.label(
            (hidden > 0 ? "\(hidden) more features are scored and not drawn; " : "")
                + "dashed: threshold \(PlotScale.short(forest.threshold)); red ground: alarm",
            x: PlotPanel.right, y: 24, anchor: "end")
        var y = Self.top
        for (column, name) in (["score"] + features).enumerated() {
            let height = column == 0 ? Self.main : Self.panel
            draw(column, name, at: y, height: height, &drawing)
            y += height + Self.gap
        }
        drawPlaces(at: y - Self.gap, &drawing)
        return drawing.text(title: "\(title): scores of an isolation forest with its threshold, and its features")
    }

    private func draw(_ column: Int, _ name: String, at y: Double, height: Double, _ drawing: inout SVGDrawing) {
        let known = rows.buckets.filter { !$0.low[column].isNaN }
        let limits = column == 0 ? [forest.threshold] : []
        let (lows, highs) = (known.map { $0.low[column] } + limits, known.map { $0.high[column] } + limits)
        let panel = PlotPanel(
            name: name, top: y, height: height,
            scale: PlotScale(lows.min() ?? 0, highs.max() ?? 1),
            range: range)
        for (index, bucket) in rows.buckets.enumerated() where bucket.isAlarm {
            let next = index + 1 < rows.buckets.count ? rows.buckets[index + 1].start : rows.end
            panel.stretch(from: place(bucket.start), to: place(next), fill: Self.alarm, &drawing)
        }
        panel.frame(&drawing)
        // Least and greatest of each stretch, so that no spike is lost.
        let points = rows.buckets.flatMap { bucket -> [(x: Double, y: Double)] in
            let x = place(bucket.start)
            let isFlat = bucket.high[column] == bucket.low[column]
            return [(x, bucket.low[column])] + (isFlat ? [] : [(x, bucket.high[column])])
        }
        panel.line(points, stroke: column == 0 ? Self.score : Self.line, &drawing)
        for limit in limits { panel.level(limit, stroke: Self.threshold, &drawing) }
    }

    // MARK: Along the rows

    private var range: (low: Double, high: Double) { (0, max(place(rows.end), 1e-6)) }

    private func place(_ time: Timestamp) -> Double {
        rows.buckets.first.map { time.seconds(since: $0.start) } ?? 0
    }

    private func drawPlaces(at y: Double, _ drawing: inout SVGDrawing) {
        guard let first = rows.buckets.first?.start else { return }
        let (left, right) = (PlotPanel.left, PlotPanel.right)
        if hasTimes {
            let x = { (time: Timestamp) in left + place(time) / range.high * (right - left) }
            return PlotTimes(first: first, last: rows.end).draw(at: y, x: x, &drawing)
        }
        for step in 0...6 {
            let x = left + Double(step) / 6 * (right - left)
            drawing.line(from: (x, y), to: (x, y + 5), stroke: "#9aa5b1")
            let anchor = step == 0 ? "start" : step == 6 ? "end" : "middle"
            drawing.label("row \(Int(range.high * Double(step) / 6))", x: x, y: y + 20, anchor: anchor)
        }
    }
}

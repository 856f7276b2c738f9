internal import AnalyticsTwin
internal import Telemetry

/// Draws what was measured against what a twin expected, with its band, and the residual below.
struct TwinPlot {
    private static let top = 52.0
    private static let gap = 34.0
    private static let measured = "#1d5fa8"
    private static let expected = "#c2410c"
    private static let ground = "#fbd3b6"
    private static let held = "#fbd5d5"

    let title: String
    let hasVibration: Bool
    /// Temperature measured, expected, low, high; sigmas; vibration measured, expected, low, high.
    private var buckets = PlotBuckets()

    init(title: String, rows: TwinRows) {
        self.title = title
        hasVibration = rows.hasVibration
    }

    /// Adds a row that the twin has been told.
    mutating func add(_ row: TwinRows.Row, _ twin: CalibratedTwin) {
        let (heat, shake) = (twin.temperature, twin.vibration)
        let values = [
            row.temperature ?? .nan, heat.predicted, heat.predicted - TwinResults.band * heat.deviation,
            heat.predicted + TwinResults.band * heat.deviation, heat.sigmas ?? .nan,
            row.vibration ?? .nan, shake.predicted, shake.predicted - TwinResults.band * shake.deviation,
            shake.predicted + TwinResults.band * shake.deviation,
        ]
        buckets.add(values, at: row.time, score: 0, isAlarm: heat.isHeld || shake.isHeld)
    }

    /// The drawing as a file.
    func text() -> String {
        let panels = [("temperature, °C", 220.0)] + (hasVibration ? [("vibration, mm/s", 140)] : [])
        let height = Self.top + panels.reduce(0) { $0 + $1.1 + Self.gap } + 90 + Self.gap + 8
        var drawing = SVGDrawing(width: 1_200, height: Int(height))
        drawing.label(title, x: PlotPanel.left, y: 24, fill: "#1f2933", isBold: true)
        drawing.label(
            "blue: measured; orange: expected, with a band of 80 %; red ground: not learned from", x: PlotPanel.right,
            y: 24, anchor: "end")
        var y = Self.top
        for (index, (name, height)) in panels.enumerated() {
            draw(name, at: y, height: height, first: 5 * index, &drawing)
            y += height + Self.gap
        }
        drawSigmas(at: y, &drawing)
        return drawing.text(title: "\(title): measured against what the twin expected")
    }

    private var range: (low: Double, high: Double) {
        (0, max(1, seconds(buckets.end)))
    }

    private func seconds(_ time: Timestamp) -> Double {
        buckets.buckets.first.map { time.seconds(since: $0.start) } ?? 0
    }

    private func panel(_ name: String, at y: Double, height: Double, _ low: Double, _ high: Double) -> PlotPanel {
        PlotPanel(name: name, top: y, height: height, scale: PlotScale(low, high), range: range)
    }

    private func draw(_ name: String, at y: Double, height: Double, first: Int, _ drawing: inout SVGDrawing) {
        let all = buckets.buckets
        // The band's first readings, before anything is known, would take the whole axis.
        let known = all.flatMap { [$0.low[first], $0.high[first], $0.low[first + 1], $0.high[first + 1]] }
            .filter(\.isFinite)
        let panel = panel(name, at: y, height: height, known.min() ?? 0, known.max() ?? 1)
        ground(panel, &drawing)
        panel.band(
            all.map { (seconds($0.start), $0.low[first + 2], $0.high[first + 3]) }, fill: Self.ground, &drawing)
        panel.frame(&drawing)
        panel.line(Self.spans(all, first, seconds), stroke: Self.measured, &drawing)
        panel.line(Self.spans(all, first + 1, seconds), stroke: Self.expected, &drawing)
    }

    private func drawSigmas(at y: Double, _ drawing: inout SVGDrawing) {
        let panel = panel("residual of the temperature, standard deviations", at: y, height: 90, -8, 8)
        ground(panel, &drawing)
        panel.frame(&drawing)
        for level in [-4.0, 4] { panel.level(level, stroke: "#c81e1e", &drawing) }
        panel.line(Self.spans(buckets.buckets, 4, seconds), stroke: "#52606d", &drawing)
        guard let start = buckets.buckets.first?.start else { return }
        let end = start.advanced(seconds: range.high)
        PlotTimes(first: start, last: end).draw(
            at: panel.place(0, panel.scale.low).y, x: { panel.place($0.seconds(since: start), panel.scale.low).x },
            &drawing)
    }

    private func ground(_ panel: PlotPanel, _ drawing: inout SVGDrawing) {
        let all = buckets.buckets
        for (index, bucket) in all.enumerated() where bucket.isAlarm {
            let end = index + 1 < all.count ? all[index + 1].start : buckets.end
            panel.stretch(from: seconds(bucket.start), to: seconds(end), fill: Self.held, &drawing)
        }
    }

    /// Both ends of each stretch, so that no peak is lost.
    private static func spans(
        _ buckets: [PlotBuckets.Bucket], _ index: Int, _ seconds: (Timestamp) -> Double
    ) -> [(x: Double, y: Double)] {
        buckets.flatMap { bucket in
            let x = seconds(bucket.start)
            let (low, high) = (bucket.low[index], bucket.high[index])
            return high > low ? [(x, low), (x, high)] : [(x, low)]
        }
    }
}

internal import AnalyticsForecast
internal import Telemetry

/// Draws a forecast behind its past, with its bands, and below it what each value is made of.
struct ForecastPlot {
    private static let width = 1_200.0
    private static let left = 84.0
    private static let right = 1_176.0
    private static let top = 52.0
    private static let main = 240.0
    private static let panel = 72.0
    private static let gap = 30.0
    private static let past = "#1d5fa8"
    private static let coming = "#c2410c"
    private static let part = "#52606d"
    private static let grid = "#e4e7eb"
    /// From the widest band to the narrowest; further ones share the last.
    private static let grounds = ["#fdeadd", "#fbd3b6", "#f7b98d"]

    let title: String
    /// The hours before the forecast; not-a-number for a gap.
    let past: [(time: Timestamp, value: Double)]
    let forecast: LoadForecast

    /// The drawing as a file.
    func text() -> String {
        let parts = shownParts()
        let height = Self.top + Self.main + Self.gap + Double(parts.count) * (Self.panel + Self.gap) + 16
        var drawing = SVGDrawing(width: Int(Self.width), height: Int(height))
        drawing.label(title, x: Self.left, y: 24, fill: "#1f2933", isBold: true)
        drawing.label(legend(), x: Self.right, y: 24, anchor: "end")
        drawMain(&drawing)
        drawTimes(at: Self.top + Self.main, from: past.first?.time, &drawing)
        var y = Self.top + Self.main + Self.gap + 14
        for part in parts {
            draw(part, at: y, &drawing)
            y += Self.panel + Self.gap
        }
        return drawing.text(title: "\(title) with its forecast, bands and parts")
    }

    private func legend() -> String {
        let levels = (forecast.points.first?.bands ?? []).map { ForecastLevels.name((1_000 * $0.level).rounded() / 10) }
        let bands = levels.isEmpty ? "" : ", bands of \(levels.joined(separator: " and ")) %"
        return "blue: measured; orange: forecast\(bands)"
    }

    // MARK: Panels

    private func drawMain(_ drawing: inout SVGDrawing) {
        let known = past.map(\.value).filter { !$0.isNaN }
        let ends = forecast.points.flatMap { point in point.bands.flatMap { [$0.low, $0.high] } + [point.mean] }
        let scale = PlotScale((known + ends).min() ?? 0, (known + ends).max() ?? 1)
        let place = { (value: Double) in Self.top + (1 - scale.place(value)) * Self.main }
        frame("load", scale, at: Self.top, height: Self.main, &drawing)
        let first = forecast.points.first?.bands ?? []
        let widest = first.indices.sorted { first[$0].level > first[$1].level }
        for (rank, band) in widest.enumerated() {
            let above = forecast.points.map { (x($0.time), place($0.bands[band].high)) }
            let below = forecast.points.reversed().map { (x($0.time), place($0.bands[band].low)) }
            drawing.area(above + below, fill: Self.grounds[min(rank, Self.grounds.count - 1)])
        }
        drawing.path(past.map { $0.value.isNaN ? nil : (x($0.time), place($0.value)) }, stroke: Self.past)
        drawing.path(forecast.points.map { (x($0.time), place($0.mean)) }, stroke: Self.coming)
    }

    private func shownParts() -> [(name: String, values: [Double])] {
        let parts = forecast.points.map(\.parts)
        let all = [
            ("trend", parts.map(\.trend)), ("daily", parts.map(\.daily)), ("weekly", parts.map(\.weekly)),
            ("holiday", parts.map(\.holiday)), ("recent", parts.map(\.recent)),
        ]
        return all.filter { name, values in name != "holiday" || values.contains { $0 != 0 } }
    }

    private func draw(_ part: (name: String, values: [Double]), at y: Double, _ drawing: inout SVGDrawing) {
        let scale = PlotScale(part.values.min() ?? 0, part.values.max() ?? 1)
        frame(part.name, scale, at: y, height: Self.panel, &drawing)
        let points = zip(forecast.points, part.values).map { point, value in
            (x: x(point.time), y: y + (1 - scale.place(value)) * Self.panel)
        }
        drawing.path(points, stroke: Self.part)
    }

    private func frame(
        _ name: String, _ scale: PlotScale, at y: Double, height: Double, _ drawing: inout SVGDrawing
    ) {
        for tick in scale.ticks(about: height > Self.panel ? 6 : 3) {
            let place = y + (1 - scale.place(tick.value)) * height
            drawing.line(from: (Self.left, place), to: (Self.right, place), stroke: Self.grid)
            drawing.label(tick.text, x: Self.left - 8, y: place + 4, anchor: "end")
        }
        drawing.label(name, x: Self.left, y: y - 6, fill: "#1f2933", isBold: true)
    }

    private func drawTimes(at y: Double, from first: Timestamp?, _ drawing: inout SVGDrawing) {
        guard let first, let last = forecast.points.last?.time else { return }
        PlotTimes(first: first, last: last).draw(at: y, x: x, &drawing)
    }

    private func x(_ time: Timestamp) -> Double {
        guard let first = past.first?.time ?? forecast.points.first?.time, let last = forecast.points.last?.time,
            last > first
        else { return Self.left }
        return Self.left + time.seconds(since: first) / last.seconds(since: first) * (Self.right - Self.left)
    }
}

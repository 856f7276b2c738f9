internal import AnalyticsTwin

/// Draws a scenario: for each quantity the median of the paths and the band in which four of five lie.
struct ScenarioPlot {
    private static let top = 52.0
    private static let height = 120.0
    private static let gap = 34.0
    private static let stroke = "#c2410c"
    private static let ground = "#fbd3b6"
    private static let level = "#c81e1e"

    let title: String
    let parameters: TwinParameters
    let forecast: ScenarioForecast

    /// The drawing as a file.
    func text() -> String {
        let quantities: [(name: String, levels: [Double], band: (ScenarioPoint) -> ScenarioBand)] = [
            ("temperature, °C (dashed: heat tires it)", [parameters.fatigueOnset], { $0.temperature }),
            ("vibration, mm/s", [], { $0.vibration }), ("bearing wear, 0 to 1", [], { $0.wear }),
            ("thermal fatigue, 0 to 1", [], { $0.fatigue }),
            ("health, % (dashed: WARNING, CRITICAL)", [80, 60], { $0.health }),
        ]
        let bottom = Self.top + Double(quantities.count) * (Self.height + Self.gap)
        var drawing = SVGDrawing(width: 1_200, height: Int(bottom) + 8)
        drawing.label(title, x: PlotPanel.left, y: 24, fill: "#1f2933", isBold: true)
        drawing.label("median, with a band of 80 % of the paths", x: PlotPanel.right, y: 24, anchor: "end")
        for (index, quantity) in quantities.enumerated() {
            let y = Self.top + Double(index) * (Self.height + Self.gap)
            draw(quantity.name, forecast.points.map(quantity.band), quantity.levels, at: y, &drawing)
        }
        drawHours(at: bottom - Self.gap, &drawing)
        return drawing.text(title: "\(title): what becomes of the machine, with bands")
    }

    private var hours: Double { max(forecast.points.last?.hours ?? 1, 1e-3) }

    private func draw(
        _ name: String, _ bands: [ScenarioBand], _ levels: [Double], at y: Double, _ drawing: inout SVGDrawing
    ) {
        let scale = PlotScale(bands.map(\.low).min() ?? 0, bands.map(\.high).max() ?? 1)
        let panel = PlotPanel(name: name, top: y, height: Self.height, scale: scale, range: (0, hours))
        let points = zip(forecast.points, bands).map { (x: $0.hours, band: $1) }
        panel.band(points.map { ($0.x, $0.band.low, $0.band.high) }, fill: Self.ground, &drawing)
        panel.frame(&drawing)
        for level in levels { panel.level(level, stroke: Self.level, &drawing) }
        panel.line(points.map { ($0.x, $0.band.median) }, stroke: Self.stroke, &drawing)
    }

    private func drawHours(at y: Double, _ drawing: inout SVGDrawing) {
        for step in 0...6 {
            let x = PlotPanel.left + Double(step) / 6 * (PlotPanel.right - PlotPanel.left)
            drawing.line(from: (x, y), to: (x, y + 5), stroke: "#9aa5b1")
            let anchor = step == 0 ? "start" : step == 6 ? "end" : "middle"
            drawing.label("\(PlotScale.short(hours * Double(step) / 6)) h", x: x, y: y + 20, anchor: anchor)
        }
    }
}

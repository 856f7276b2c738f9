internal import AnalyticsLifetime

/// Draws what was said of units not seen against what was left to them: the median and the band of four in five.
///
/// Right is the end of life. A good model follows the dashed line, and its band narrows towards the end.
struct LifetimeTrialPlot {
    private static let top = 52.0
    private static let height = 320.0
    private static let stretches = 40
    private static let line = "#c2410c"
    private static let ground = "#fbd3b6"
    private static let truth = "#1d5fa8"

    let title: String
    let cap: Double
    let trials: [LifetimeTrial]

    /// The drawing as a file.
    func text() -> String {
        var drawing = SVGDrawing(width: 1_200, height: Int(Self.top + Self.height) + 64)
        drawing.label(title, x: PlotPanel.left, y: 24, fill: "#1f2933", isBold: true)
        drawing.label(
            "orange: said of units not seen, median and band of 80 %; blue, dashed: the truth", x: PlotPanel.right,
            y: 24,
            anchor: "end")
        let panel = PlotPanel(
            name: "cycles left, as said", top: Self.top, height: Self.height, scale: PlotScale(0, cap), range: (-cap, 0)
        )
        let found = stretches()
        panel.band(found.map { (-$0.truth, $0.low, $0.high) }, fill: Self.ground, &drawing)
        panel.frame(&drawing)
        drawing.line(from: panel.place(-cap, cap), to: panel.place(0, 0), stroke: Self.truth, dashes: "5 4")
        panel.line(found.map { (-$0.truth, $0.median) }, stroke: Self.line, &drawing)
        drawCycles(at: Self.top + Self.height, &drawing)
        return drawing.text(title: "\(title): remaining life as said of units not seen, against the truth")
    }

    /// What was said where about so much was left, longest first.
    private func stretches() -> [(truth: Double, low: Double, median: Double, high: Double)] {
        var groups = [[LifetimeTrial]](repeating: [], count: Self.stretches)
        for trial in trials {
            let place = Int(trial.truth / max(cap, 1e-9) * Double(Self.stretches))
            groups[min(max(place, 0), Self.stretches - 1)].append(trial)
        }
        return groups.reversed().filter { !$0.isEmpty }.map { group in
            let said = group.map(\.said).sorted()
            func quantile(_ part: Double) -> Double { said[Int((part * Double(said.count - 1)).rounded())] }
            let truth = group.reduce(0) { $0 + $1.truth } / Double(group.count)
            return (truth, quantile(0.1), quantile(0.5), quantile(0.9))
        }
    }

    private func drawCycles(at y: Double, _ drawing: inout SVGDrawing) {
        for step in 0...5 {
            let x = PlotPanel.left + Double(step) / 5 * (PlotPanel.right - PlotPanel.left)
            drawing.line(from: (x, y), to: (x, y + 5), stroke: "#9aa5b1")
            let anchor = step == 0 ? "start" : step == 5 ? "end" : "middle"
            let left = PlotScale.short(cap * Double(5 - step) / 5)
            drawing.label(step == 0 ? "\(left) and more" : left, x: x, y: y + 20, anchor: anchor)
        }
        let middle = (PlotPanel.left + PlotPanel.right) / 2
        drawing.label("cycles that were left", x: middle, y: y + 40, anchor: "middle")
    }
}

internal import AnalyticsEnergy
internal import Telemetry

/// Draws a plan: the price, the loads of the three schedules, and what they cost as the hours go by.
struct EnergyPlot {
    private static let width = 1_200.0
    private static let left = 84.0
    private static let right = 1_176.0
    private static let top = 66.0
    private static let gap = 44.0
    private static let today = "#9aa5b1"
    private static let optimum = "#8fb8e0"
    private static let learned = "#c2410c"
    private static let price = "#52606d"
    private static let grid = "#e4e7eb"

    let title: String
    let report: EnergyReport

    /// The drawing as a file.
    func text() -> String {
        let heights = [80.0, 220.0, 140.0]
        let height = Self.top + heights.reduce(0, +) + 3 * Self.gap
        var drawing = SVGDrawing(width: Int(Self.width), height: Int(height))
        drawing.label(title, x: Self.left, y: 24, fill: "#1f2933", isBold: true)
        drawing.label("grey: today; broad blue: optimum; orange: learned", x: Self.right, y: 24, anchor: "end")
        let plan = report.plan
        let schedules = [(plan.today, Self.today), (plan.optimum, Self.optimum), (plan.learned, Self.learned)]
        let panels = [
            (name: "price a kWh", lines: [(report.prices, Self.price)]),
            (name: "load, kW", lines: schedules.map { ($0.0.powers, $0.1) }),
            (name: "cost so far", lines: schedules.map { (Self.sums($0.0.costs.map(\.total)), $0.1) }),
        ]
        var y = Self.top
        for (panel, height) in zip(panels, heights) {
            draw(panel.name, panel.lines, at: y, height: height, &drawing)
            y += height + Self.gap
        }
        drawTimes(at: y - Self.gap, &drawing)
        return drawing.text(title: "\(title): today's schedule, the optimum and the learned one")
    }

    private static func sums(_ values: [Double]) -> [Double] {
        var sum = 0.0
        return values.map {
            sum += $0
            return sum
        }
    }

    private func draw(
        _ name: String, _ lines: [(values: [Double], stroke: String)], at y: Double, height: Double,
        _ drawing: inout SVGDrawing
    ) {
        let scale = PlotScale(0, lines.flatMap(\.values).max() ?? 1)
        for tick in scale.ticks(about: height > 100 ? 5 : 3) {
            let place = y + (1 - scale.place(tick.value)) * height
            drawing.line(from: (Self.left, place), to: (Self.right, place), stroke: Self.grid)
            drawing.label(tick.text, x: Self.left - 8, y: place + 4, anchor: "end")
        }
        drawing.label(name, x: Self.left, y: y - 8, fill: "#1f2933", isBold: true)
        for line in lines {
            // Each hour is a step: its value holds from its beginning to its end.
            let points = line.values.enumerated().flatMap { hour, value in
                let place = y + (1 - scale.place(value)) * height
                return [(x: x(Double(hour)), y: place), (x: x(Double(hour + 1)), y: place)]
            }
            // Broader, so that it is seen below the learned one that is as good.
            drawing.path(points, stroke: line.stroke, width: line.stroke == Self.optimum ? 4 : 1.2)
        }
    }

    private func drawTimes(at y: Double, _ drawing: inout SVGDrawing) {
        guard let first = report.hours.first else { return }
        let last = first.advanced(seconds: 3_600 * Double(report.hours.count))
        PlotTimes(first: first, last: last).draw(
            at: y, x: { self.x($0.seconds(since: first) / 3_600) }, &drawing)
    }

    private func x(_ hour: Double) -> Double {
        Self.left + hour / Double(max(1, report.hours.count)) * (Self.right - Self.left)
    }
}

internal import AnalyticsLifetime

/// Draws how long units will still run: all of them with their bands, those with least first, and below how it went
/// for the first ones, cycle by cycle.
struct LifetimePlot {
    /// A unit and what is said of it now.
    struct Unit {
        var name: String
        var history: UnitHistory
        var estimate: LifetimeEstimate
    }

    private static let top = 52.0
    private static let main = 220.0
    private static let panel = 120.0
    private static let gap = 44.0
    /// More units than a page has room for are left out, those with most left to them.
    private static let unitsMax = 60
    /// Units that are drawn cycle by cycle.
    private static let coursesMax = 3
    /// Moments of a course: each is an estimate of its own from all cycles before it.
    private static let momentsMax = 120
    private static let line = "#c2410c"
    private static let ground = "#fbd3b6"

    let title: String
    let model: LifetimeModel
    /// Those with least left to them first.
    private let units: [Unit]

    init(title: String, model: LifetimeModel, units: [Unit]) {
        self.title = title
        self.model = model
        self.units = units.sorted { $0.estimate.remaining < $1.estimate.remaining }
    }

    /// The drawing as a file.
    func text() -> String {
        let courses = units.filter { $0.history.cycles.count > 1 }.prefix(Self.coursesMax)
        let height = Self.top + Self.main + Self.gap + Double(courses.count) * (Self.panel + Self.gap)
        var drawing = SVGDrawing(width: 1_200, height: Int(height) + 8)
        drawing.label(title, x: PlotPanel.left, y: 24, fill: "#1f2933", isBold: true)
        let hidden = units.count - Self.unitsMax
        drawing.label(
            hidden > 0
                ? "\(hidden) units that have more left are not drawn" : "orange: cycles left, with a band of 80 %",
            x: PlotPanel.right, y: 24, anchor: "end")
        drawUnits(&drawing)
        var y = Self.top + Self.main + Self.gap
        for unit in courses {
            draw(unit, at: y, &drawing)
            y += Self.panel + Self.gap
        }
        return drawing.text(title: "\(title): cycles left of each unit, with bands")
    }

    // MARK: All units

    private func drawUnits(_ drawing: inout SVGDrawing) {
        let shown = units.prefix(Self.unitsMax)
        let panel = PlotPanel(
            name: "cycles left, by unit", top: Self.top, height: Self.main, scale: PlotScale(0, model.cap),
            range: (-0.5, Double(max(shown.count, 1)) - 0.5))
        panel.frame(&drawing)
        let slot = (PlotPanel.right - PlotPanel.left) / Double(max(shown.count, 1))
        let width = min(24, 0.6 * slot)
        // A name takes about seven of a page's dots a letter.
        let longest = shown.map { min($0.name.count, 12) }.max() ?? 1
        let every = max(1, Int((Double(7 * longest + 8) / slot).rounded(.up)))
        for (place, unit) in shown.enumerated() {
            let (low, high) = (
                panel.place(Double(place), unit.estimate.low), panel.place(Double(place), unit.estimate.high)
            )
            drawing.rectangle(
                x: low.x - width / 2, y: high.y, width: width, height: max(1, low.y - high.y), fill: Self.ground)
            let middle = panel.place(Double(place), unit.estimate.remaining)
            drawing.rectangle(x: middle.x - width / 2, y: middle.y - 1.5, width: width, height: 3, fill: Self.line)
            guard place.isMultiple(of: every) else { continue }
            let name = unit.name.count > 12 ? "\(unit.name.prefix(11))…" : unit.name
            drawing.label(name, x: low.x, y: Self.top + Self.main + 18, anchor: "middle")
        }
    }

    // MARK: One unit

    private func draw(_ unit: Unit, at y: Double, _ drawing: inout SVGDrawing) {
        let points = course(of: unit.history)
        guard let first = points.first?.cycle, let last = points.last?.cycle else { return }
        let panel = PlotPanel(
            name: "\(unit.name): cycles left, as it would have been said at each cycle", top: y, height: Self.panel,
            scale: PlotScale(0, model.cap), range: (first, last))
        panel.band(points.map { ($0.cycle, $0.said.low, $0.said.high) }, fill: Self.ground, &drawing)
        panel.frame(&drawing)
        panel.line(points.map { ($0.cycle, $0.said.remaining) }, stroke: Self.line, &drawing)
        for (cycle, anchor) in [(first, "start"), (last, "end")] {
            drawing.label(
                "cycle \(Self.number(cycle))", x: panel.place(cycle, 0).x, y: y + Self.panel + 16, anchor: anchor)
        }
    }

    /// Cycles are mostly counted, and hours of use may have parts.
    private static func number(_ cycle: Double) -> String {
        cycle == cycle.rounded() && abs(cycle) < 1e9 ? "\(Int(cycle))" : PlotScale.short(cycle)
    }

    /// What would have been said after each of its cycles, evenly thinned.
    private func course(of history: UnitHistory) -> [(cycle: Double, said: LifetimeEstimate)] {
        let count = history.cycles.count
        let width = model.sensors.count
        let moments = min(count, Self.momentsMax)
        var past = UnitHistory()
        return (0..<moments).map { moment in
            let end = moments > 1 ? moment * (count - 1) / (moments - 1) : 0
            for cycle in past.cycles.count...end {
                _ = past.add(Array(history.values[cycle * width..<(cycle + 1) * width]), at: history.cycles[cycle])
            }
            return (history.cycles[end], model.estimate(past))
        }
    }
}

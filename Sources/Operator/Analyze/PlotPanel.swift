/// One panel of a drawing: a name, an axis, bands and lines over a common range of x.
struct PlotPanel {
    static let left = 84.0
    static let right = 1_176.0
    private static let grid = "#e4e7eb"

    let name: String
    let top: Double
    let height: Double
    let scale: PlotScale
    /// The values of x at both ends.
    let range: (low: Double, high: Double)

    /// Where a point lies on the page.
    func place(_ x: Double, _ y: Double) -> (x: Double, y: Double) {
        let span = range.high - range.low
        let part = span > 0 ? (x - range.low) / span : 0
        return (Self.left + part * (Self.right - Self.left), top + (1 - min(max(scale.place(y), 0), 1)) * height)
    }

    /// Rule lines with their numbers, and the name.
    func frame(_ drawing: inout SVGDrawing) {
        for tick in scale.ticks(about: height > 120 ? 6 : 3) {
            let y = place(range.low, tick.value).y
            drawing.line(from: (Self.left, y), to: (Self.right, y), stroke: Self.grid)
            drawing.label(tick.text, x: Self.left - 8, y: y + 4, anchor: "end")
        }
        drawing.label(name, x: Self.left, y: top - 6, fill: "#1f2933", isBold: true)
    }

    /// The ground between two lines over the same x; points that are not finite break it.
    func band(_ points: [(x: Double, low: Double, high: Double)], fill: String, _ drawing: inout SVGDrawing) {
        for run in points.split(whereSeparator: { !$0.low.isFinite || !$0.high.isFinite }) {
            let above = run.map { place($0.x, $0.high) }
            drawing.area(above + run.reversed().map { place($0.x, $0.low) }, fill: fill)
        }
    }

    /// A line; points that are not finite break it.
    func line(_ points: [(x: Double, y: Double)], stroke: String, _ drawing: inout SVGDrawing) {
        drawing.path(points.map { $0.y.isFinite ? place($0.x, $0.y) : nil }, stroke: stroke)
    }

    /// A level that means something.
    func level(_ value: Double, stroke: String, _ drawing: inout SVGDrawing) {
        guard (0...1).contains(scale.place(value)) else { return }
        drawing.line(from: place(range.low, value), to: place(range.high, value), stroke: stroke, dashes: "5 4")
    }

    /// The stretches of x that are held apart, behind everything.
    func stretch(from: Double, to: Double, fill: String, _ drawing: inout SVGDrawing) {
        let (start, end) = (place(from, scale.low).x, place(to, scale.low).x)
        drawing.rectangle(x: start, y: top, width: max(1, end - start), height: height, fill: fill)
    }
}

/// A drawing as SVG: a light ground, and shapes in the order in which they are added.
///
/// Coordinates have one decimal, a tenth of what a screen shows.
struct SVGDrawing {
    private let width: Int
    private let height: Int
    private var body = ""

    init(width: Int, height: Int) {
        self.width = width
        self.height = height
    }

    /// The whole file; the title is what is read aloud.
    func text(title: String) -> String {
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(width) \(height)" width="\(width)" height="\(height)" \
        role="img" font-family="Inter, system-ui, sans-serif" font-size="12" fill="#1f2933">
        <title>\(Self.escaped(title))</title>
        <rect width="\(width)" height="\(height)" fill="#ffffff"/>
        \(body)</svg>

        """
    }

    mutating func rectangle(x: Double, y: Double, width: Double, height: Double, fill: String) {
        body += "<rect x=\"\(Self.short(x))\" y=\"\(Self.short(y))\" width=\"\(Self.short(width))\""
        body += " height=\"\(Self.short(height))\" fill=\"\(fill)\"/>\n"
    }

    mutating func line(from: (x: Double, y: Double), to: (x: Double, y: Double), stroke: String, dashes: String? = nil)
    {
        body += "<line x1=\"\(Self.short(from.x))\" y1=\"\(Self.short(from.y))\" x2=\"\(Self.short(to.x))\""
        body += " y2=\"\(Self.short(to.y))\" stroke=\"\(stroke)\""
        body += dashes.map { " stroke-dasharray=\"\($0)\"" } ?? ""
        body += "/>\n"
    }

    /// A line through points, broken where one is missing.
    mutating func path(_ points: [(x: Double, y: Double)?], stroke: String, width: Double = 1.2) {
        var steps = ""
        var isDown = false
        for point in points {
            if let point {
                steps += "\(isDown ? "L" : "M")\(Self.short(point.x)) \(Self.short(point.y))"
            }
            isDown = point != nil
        }
        guard !steps.isEmpty else { return }
        body += "<path d=\"\(steps)\" fill=\"none\" stroke=\"\(stroke)\" stroke-width=\"\(width)\""
        body += " stroke-linejoin=\"round\""
        body += " stroke-linecap=\"round\"/>\n"
    }

    /// The ground between points, closed from the last to the first.
    mutating func area(_ points: [(x: Double, y: Double)], fill: String) {
        guard !points.isEmpty else { return }
        let places = points.map { "\(Self.short($0.x)),\(Self.short($0.y))" }.joined(separator: " ")
        body += "<polygon points=\"\(places)\" fill=\"\(fill)\"/>\n"
    }

    /// A text; `anchor` is start, middle or end.
    mutating func label(
        _ text: String, x: Double, y: Double, anchor: String = "start", fill: String = "#52606d", isBold: Bool = false
    ) {
        body += "<text x=\"\(Self.short(x))\" y=\"\(Self.short(y))\" text-anchor=\"\(anchor)\" fill=\"\(fill)\""
        body += isBold ? " font-weight=\"600\">" : ">"
        body += "\(Self.escaped(text))</text>\n"
    }

    /// What others wrote is shown and is never markup.
    static func escaped(_ text: String) -> String {
        Screen.plain(text).replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
            .replacing("\"", with: "&quot;")
    }

    private static func short(_ value: Double) -> String {
        let tenths = (value * 10).rounded() / 10
        return tenths == tenths.rounded() ? "\(Int(tenths))" : "\(tenths)"
    }
}

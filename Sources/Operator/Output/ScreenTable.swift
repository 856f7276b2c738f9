/// Rows under a head, in columns as wide as what stands in them.
///
/// On a terminal the widest columns give way, so that a row stays on one line; elsewhere nothing is cut, because
/// programs read it.
struct ScreenTable {
    /// How narrow a column may become.
    private static let widthMin = 8
    private static let gap = 2

    let head: [String]
    private(set) var rows: [[String]] = []
    /// A style for the whole row, beside it.
    private var styles: [Screen.Style?] = []

    init(_ head: [String]) {
        self.head = head
    }

    mutating func add(_ row: [String], _ style: Screen.Style? = nil) {
        rows.append(row.map(Self.oneLine))
        styles.append(style)
    }

    /// The lines of the table.
    func lines(on screen: Screen) -> [String] {
        let widths = self.widths(within: screen.width)
        let title = screen.styled(line(head, widths), .dim)
        return [title] + rows.indices.map { screen.styled(line(rows[$0], widths), styles[$0]) }
    }

    private func widths(within limit: Int?) -> [Int] {
        var widths = head.indices.map { column in
            ([head] + rows).map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
        }
        guard let limit else { return widths }
        var excess = widths.reduce(0, +) + Self.gap * (widths.count - 1) - limit
        while excess > 0, let widest = widths.indices.max(by: { widths[$0] < widths[$1] }),
            widths[widest] > Self.widthMin
        {
            widths[widest] -= 1
            excess -= 1
        }
        return widths
    }

    private func line(_ row: [String], _ widths: [Int]) -> String {
        var line = ""
        for (column, width) in widths.enumerated() {
            let text = column < row.count ? row[column] : ""
            let shown = text.count > width ? text.prefix(max(0, width - 1)) + "…" : Substring(text)
            line += shown
            if column < widths.count - 1 { line += String(repeating: " ", count: width - shown.count + Self.gap) }
        }
        return line
    }

    /// Line breaks and control characters of what others wrote would tear the table, or speak to the terminal.
    private static func oneLine(_ text: String) -> String { Screen.plain(text).replacing("\n", with: " ") }
}

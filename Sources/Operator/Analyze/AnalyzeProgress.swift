internal import Runtime

/// Says how far a long file has been read, or a long computation has come, to a person who looks.
struct AnalyzeProgress {
    /// Rows between two looks at the clock.
    private static let rowsBetween = 50_000

    private let clock = SystemClock()
    private var rows = 0
    private var text = ProgressText()

    /// Counts a row.
    mutating func count() {
        rows += 1
        if rows.isMultiple(of: Self.rowsBetween) { Terminal.show("\(rows) rows") }
    }

    /// Says how much is done of all there is to do.
    mutating func show(_ what: String, done: Int, of all: Int) {
        guard Terminal.isInteractive else { return }
        if let line = text.line(what, done: done, of: all, at: clock.uptime()) { Terminal.show(line) }
    }

    /// Takes the last line away.
    func end() { Terminal.clear() }
}

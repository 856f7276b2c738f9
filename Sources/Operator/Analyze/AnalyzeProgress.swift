/// Says how far a long file has been read, to a person who looks.
struct AnalyzeProgress {
    private static let rowsBetween = 50_000

    private var rows = 0

    /// Counts a row.
    mutating func count() {
        rows += 1
        if rows.isMultiple(of: Self.rowsBetween) { Terminal.show("\(rows) rows") }
    }

    /// Takes the last line away.
    func end() { Terminal.clear() }
}

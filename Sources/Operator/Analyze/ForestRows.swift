/// The rows that a forest is learned from, held all at once.
enum ForestRows {
    /// 256 MiB.
    private static let valuesMax = 1 << 25

    /// All values of a file, row after row.
    static func all(of rows: NumberRows, file: String) throws -> [Double] {
        var values: [Double] = []
        var progress = AnalyzeProgress()
        while let row = try rows.next() {
            try Task.checkCancellation()
            values += row.values
            progress.count()
            guard values.count <= valuesMax else {
                throw CommandFailure(
                    "FILE_TOO_LARGE", "\(file): has more than \(valuesMax) values; take every tenth row")
            }
        }
        progress.end()
        return values
    }
}

/// Names of columns as they stand on a command line.
enum ColumnNames {
    /// The names between commas, trimmed.
    static func split(_ text: String) -> [String] {
        text.split(separator: ",").map { CSVRows.trimmed(String($0)) }
    }
}

extension PostgresConnection {
    /// The number that a counting statement returns.
    func count(_ sql: String, _ parameters: [any PostgresEncodable] = []) throws(PostgresFailure) -> Int {
        try query(sql, parameters).first?.value(0) ?? 0
    }
}

/// Patterns of `LIKE` made of what people type.
enum LikePattern {
    /// Matches texts that hold `part` as it is: its own wildcards stand for themselves.
    static func holding(_ part: String) -> String {
        var pattern = "%"
        for character in part {
            if character == "%" || character == "_" || character == "\\" { pattern.append("\\") }
            pattern.append(character)
        }
        return pattern + "%"
    }
}

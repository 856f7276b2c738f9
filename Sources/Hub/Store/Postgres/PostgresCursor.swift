extension PostgresConnection {
    /// Calls `body` with each row of a query, in its order, however many there are.
    ///
    /// Holds a part of them at a time. Only within a transaction, and not within another call of itself.
    func eachRow(
        of sql: String, _ parameters: [any PostgresEncodable], rowsAtOnce: Int = 64,
        _ body: (PostgresRow) throws -> Void
    ) throws {
        try execute("DECLARE rows_in_parts NO SCROLL CURSOR FOR \(sql)", parameters)
        while true {
            let rows = try query("FETCH \(rowsAtOnce) FROM rows_in_parts")
            for row in rows { try body(row) }
            if rows.count < rowsAtOnce { break }
        }
        try script("CLOSE rows_in_parts")
    }
}

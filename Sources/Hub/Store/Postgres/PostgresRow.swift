internal import CPostgres

/// One row of a result; columns are read by name or position, into the type that is asked for.
///
///     let name: String = try row.value("name")
///     let until: Timestamp? = try row.value("shelved_until")
public struct PostgresRow {
    let rows: PostgresRows
    let index: Int32

    /// A column by name.
    ///
    /// Throws `columnMismatch` for a column that is not there, null into a type that is not optional, and a type that
    /// the Swift type cannot be read from.
    public func value<Value: PostgresDecodable>(
        _ column: String, as type: Value.Type = Value.self
    ) throws(PostgresFailure) -> Value {
        try decode(rows.column(column))
    }

    /// A column by its position from 0.
    public func value<Value: PostgresDecodable>(
        _ column: Int, as type: Value.Type = Value.self
    ) throws(PostgresFailure) -> Value {
        try decode(rows.column(column))
    }

    private func decode<Value: PostgresDecodable>(_ column: Int32) throws(PostgresFailure) -> Value {
        let isNull = PQgetisnull(rows.result, index, column) == 1
        let length = Int(PQgetlength(rows.result, index, column))
        let cell = PostgresCell(
            type: PQftype(rows.result, column),
            bytes: isNull
                ? nil : UnsafeRawBufferPointer(start: PQgetvalue(rows.result, index, column), count: length))
        guard let value = Value(cell) else {
            throw PostgresFailure(
                kind: .columnMismatch,
                detail:
                    "column \(rows.name(of: column)) of type \(cell.type)\(isNull ? ", null," : "") is no \(Value.self)"
            )
        }
        return value
    }
}

internal import CPostgres

/// The rows that a statement returned, in the server's binary form; freed when nobody holds them or a row of them.
public final class PostgresRows {
    let result: OpaquePointer
    /// How many rows there are; all of them are in memory already.
    public let count: Int
    private let columnCount: Int32
    private var columns: [String: Int32] = [:]

    init(_ result: OpaquePointer) {
        self.result = result
        count = Int(PQntuples(result))
        columnCount = PQnfields(result)
        for index in 0..<columnCount { columns[String(cString: PQfname(result, index))] = index }
    }

    deinit { PQclear(result) }

    /// The first row, or nothing.
    public var first: PostgresRow? { count > 0 ? self[0] : nil }

    /// A row by its position.
    public subscript(_ index: Int) -> PostgresRow {
        precondition((0..<count).contains(index), "row \(index) of \(count)")
        return PostgresRow(rows: self, index: Int32(index))
    }

    func column(_ name: String) throws(PostgresFailure) -> Int32 {
        guard let index = columns[name] else {
            throw PostgresFailure(kind: .columnMismatch, detail: "no column named \(name)")
        }
        return index
    }

    func column(_ index: Int) throws(PostgresFailure) -> Int32 {
        guard index >= 0, index < Int(columnCount) else {
            throw PostgresFailure(kind: .columnMismatch, detail: "no column number \(index)")
        }
        return Int32(index)
    }

    func name(of column: Int32) -> String { String(cString: PQfname(result, column)) }
}

extension PostgresRows: Sequence {
    /// The rows in the order of the server.
    public func makeIterator() -> AnyIterator<PostgresRow> {
        var next = 0
        return AnyIterator {
            guard next < self.count else { return nil }
            defer { next += 1 }
            return self[next]
        }
    }
}

internal import HubTenancy

/// The statements that write and read rows of `chunks`.
enum ChunkSQL {
    static let insert = """
        INSERT INTO chunks (tenant_id, t0, t1, step, v0, series, n, tick, scale, d1, d2, d4, d8, v1, v2, v4, v8, vf, q)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
        """

    static let columns = "t0, t1, step, v0, n, tick, scale, d1, d2, d4, d8, v1, v2, v4, v8, vf, q"

    static func parameters(_ chunk: PackedChunk, series: Int32, _ scope: TenantScope) -> [any PostgresEncodable] {
        var base: Int64 = 0
        var scale: Int32 = 1
        let none = PostgresValue.null
        var values: [any PostgresEncodable] = [none, none, none, none, none]
        switch chunk.values {
        case .scaled(let from, let by, let numbers):
            base = from
            scale = by
            values = numbers.columns + [none]
        case .floating(let numbers):
            values[4] = numbers
        }
        let head: [any PostgresEncodable] = [
            scope.tenant, chunk.first, chunk.last, chunk.step, base, series, Int32(chunk.count), Int32(chunk.tick),
            scale,
        ]
        return head + chunk.offsets.columns + values + [chunk.qualities]
    }

    /// Reads a row that was selected with `columns`.
    static func chunk(_ row: PostgresRow) throws(PostgresFailure) -> PackedChunk {
        let values: PackedValues
        if let floating: [Double] = try row.value("vf") {
            values = .floating(floating)
        } else {
            values = .scaled(
                base: try row.value("v0"), scale: try row.value("scale"), try integers(row, ["v1", "v2", "v4", "v8"]))
        }
        return PackedChunk(
            first: try row.value("t0"), last: try row.value("t1"), count: try row.value("n"),
            tick: try row.value("tick"), step: try row.value("step"),
            offsets: try integers(row, ["d1", "d2", "d4", "d8"]),
            values: values, qualities: try row.value("q"))
    }

    /// From the one of the columns that is not null, the narrowest type first.
    private static func integers(_ row: PostgresRow, _ columns: [String]) throws(PostgresFailure) -> PackedIntegers {
        if let numbers: [Int8] = try row.value(columns[0]) { return .tiny(numbers) }
        if let numbers: [Int16] = try row.value(columns[1]) { return .narrow(numbers) }
        if let numbers: [Int32] = try row.value(columns[2]) { return .medium(numbers) }
        if let numbers: [Int64] = try row.value(columns[3]) { return .wide(numbers) }
        return .zeros
    }
}

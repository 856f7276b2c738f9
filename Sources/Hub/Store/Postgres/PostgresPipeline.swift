internal import CPostgres

/// Statements sent one behind the other without waiting for each answer (libpq's pipeline mode).
///
/// At most `unansweredMax` are under way: their answers are small and fit the socket's buffer, so neither side ever
/// waits for the other to read first.
public struct PostgresPipeline: ~Copyable {
    private static let unansweredMax = 128

    private let connection: PostgresConnection
    private var unanswered = 0
    private var touched = 0

    init(_ connection: PostgresConnection) {
        self.connection = connection
    }

    /// Sends a statement that returns no rows; its error, if any, is thrown here or by a later one or at the end.
    public mutating func execute(
        _ sql: String, _ parameters: [any PostgresEncodable]
    ) throws(PostgresFailure) {
        let buffer = ParameterBuffer(parameters)
        let name = try prepared(sql, buffer.types)
        if PQpipelineStatus(connection.handle) == PQ_PIPELINE_OFF { try check(PQenterPipelineMode(connection.handle)) }
        try check(
            buffer.withPointers { values, lengths, formats, count in
                PQsendQueryPrepared(connection.handle, name, count, values, lengths, formats, 1)
            })
        unanswered += 1
        if unanswered >= Self.unansweredMax { try synchronize() }
    }

    /// Preparing is done outside of the pipeline, once for each statement of a connection.
    private mutating func prepared(_ sql: String, _ types: [UInt32]) throws(PostgresFailure) -> String {
        if let name = connection.preparedName(sql, types) { return name }
        try leave()
        return try connection.prepared(sql, types)
    }

    /// Waits for all answers; returns the rows touched.
    ///
    /// The first error is thrown after all have been read.
    mutating func finish() throws(PostgresFailure) -> Int {
        try leave()
        return touched
    }

    private mutating func leave() throws(PostgresFailure) {
        guard PQpipelineStatus(connection.handle) != PQ_PIPELINE_OFF else { return }
        try synchronize()
        try check(PQexitPipelineMode(connection.handle))
    }

    private mutating func synchronize() throws(PostgresFailure) {
        guard unanswered > 0 else { return }
        try check(PQpipelineSync(connection.handle))
        var first: PostgresFailure?
        for _ in 0..<unanswered {
            do {
                try readAnswer()
            } catch {
                if first == nil { first = error }
                if error.kind == .connectionLost { throw error }
            }
        }
        unanswered = 0
        PQclear(try connection.checked(PQgetResult(connection.handle)))
        if let first { throw first }
    }

    /// One statement's result and the null that ends it.
    private mutating func readAnswer() throws(PostgresFailure) {
        guard let result = PQgetResult(connection.handle) else {
            throw PostgresFailure(kind: .connectionLost, detail: connection.lastError)
        }
        defer { if connection.isAlive { while let more = PQgetResult(connection.handle) { PQclear(more) } } }
        // Those behind a failed one are not run; its own error is what is thrown.
        if PQresultStatus(result) == PGRES_PIPELINE_ABORTED {
            PQclear(result)
            return
        }
        let checked = try connection.checked(result)
        touched += Int(String(cString: PQcmdTuples(checked))) ?? 0
        PQclear(checked)
    }

    private func check(_ accepted: Int32) throws(PostgresFailure) {
        guard accepted == 1 else {
            throw PostgresFailure(
                kind: connection.isAlive ? .other : .connectionLost, detail: connection.lastError)
        }
    }
}

extension PostgresConnection {
    /// Runs statements in a pipeline within the present transaction; returns the rows that all of them touched.
    @discardableResult
    public func pipeline(
        _ body: (inout PostgresPipeline) throws -> Void
    ) throws -> Int {
        var pipeline = PostgresPipeline(self)
        do {
            try body(&pipeline)
            return try pipeline.finish()
        } catch {
            _ = try? pipeline.finish()
            throw error
        }
    }

    var lastError: String { String(cString: PQerrorMessage(handle)) }
}

/// One statement for each state of segments, compiled when it is first asked for.
///
/// With the state as a parameter, SQLite would compile the statement again at each binding, because it depends on the
/// state which of the partial indices may serve: that was a sixth of all that a round cost.
final class StatementsByState {
    private let database: Database
    private let sql: (Int64) -> String
    private var statements: [SegmentState: Statement] = [:]

    /// `sql` is given the number of a state.
    init(_ database: Database, _ sql: @escaping (Int64) -> String) {
        self.database = database
        self.sql = sql
    }

    func statement(_ state: SegmentState) throws(StoreError) -> Statement {
        if let made = statements[state] { return made }
        let made = try database.prepare(sql(state.rawValue))
        statements[state] = made
        return made
    }
}

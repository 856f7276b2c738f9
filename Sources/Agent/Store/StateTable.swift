/// Snapshots by name: models, commands under way, the session with the hub.
final class StateTable {
    private let upsert: Statement
    private let select: Statement
    private let remove: Statement

    init(_ database: Database) throws(StoreError) {
        upsert = try database.prepare(
            "INSERT INTO states (name, body) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET body = excluded.body")
        select = try database.prepare("SELECT body FROM states WHERE name = ?")
        remove = try database.prepare("DELETE FROM states WHERE name = ?")
    }

    /// Writes snapshots, an empty one removes its name; to be called in a transaction.
    func put(_ states: [NamedState]) throws(StoreError) {
        for state in states {
            if state.body.isEmpty {
                try remove.bind(1, state.name).run()
            } else {
                try upsert.bind(1, state.name).bind(2, state.body).run()
            }
        }
    }

    func body(_ name: String) throws(StoreError) -> [UInt8]? {
        try select.bind(1, name).first { $0.bytes(0) }
    }
}

/// What a hub has in the end, each table as lines in order; one for the simulated hub, one for the real one.
struct HubRows {
    private(set) var tables: [String: [String]] = [:]

    /// Adds lines of a table; where their order means nothing they are sorted.
    mutating func add(_ table: String, _ lines: [String]) {
        tables[table, default: []] += lines
        tables[table]?.sort()
    }

    /// The lines that only one of the two has.
    func differences(from real: HubRows) -> [String] {
        Set(tables.keys).union(real.tables.keys).sorted().flatMap { table in
            let (own, other) = (tables[table] ?? [], real.tables[table] ?? [])
            return own.difference(from: other).map { change in
                switch change {
                case .insert(_, let line, _): "\(table): only simulated: \(line)"
                case .remove(_, let line, _): "\(table): only real: \(line)"
                }
            }
        }
    }
}

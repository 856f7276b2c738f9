internal import AnalyticsLifetime

/// The units of a file, held all at once: their cycles and what was measured in each.
struct LifetimeRows {
    /// 256 MiB.
    private static let valuesMax = 1 << 25

    /// The names of the sensors.
    private(set) var sensors: [String] = []
    /// The units' names, in the order in which the file first has them.
    private(set) var names: [String] = []
    /// What is known of each.
    private(set) var units: [UnitHistory] = []

    /// Reads a file; without sensors every column that holds numbers, other than unit and cycle, is one.
    init(file: String, unit: String, cycle: String, sensors: [String]?) throws {
        let rows = try Self.open(file: file, unit: unit, cycle: cycle, sensors: sensors)
        guard let place = rows.columns.firstIndex(of: CSVRows.trimmed(cycle)) else {
            throw CommandFailure("COLUMN_UNKNOWN", "\(file): \(cycle) holds no numbers", field: "--cycle")
        }
        self.sensors = rows.columns
        self.sensors.remove(at: place)
        guard !self.sensors.isEmpty else {
            throw CommandFailure("COLUMN_UNKNOWN", "\(file): no other column holds numbers only", field: "--columns")
        }
        var known: [String: Int] = [:]
        var progress = AnalyzeProgress()
        var count = 0
        while let row = try rows.next() {
            try Task.checkCancellation()
            progress.count()
            count += row.values.count
            guard count <= Self.valuesMax else {
                throw CommandFailure("FILE_TOO_LARGE", "\(file): has more than \(Self.valuesMax) values")
            }
            var values = row.values
            let number = values.remove(at: place)
            let index = known[row.label] ?? units.count
            if index == units.count {
                known[row.label] = index
                names.append(row.label)
                units.append(UnitHistory())
            }
            guard units[index].add(values, at: number) else {
                let last = units[index].cycles.last.map { "\($0)" } ?? "nothing"
                let what = "\(number) of \(Screen.plain(row.label)) does not come after \(last)"
                throw CommandFailure("CYCLE_ORDER_INVALID", "\(file):\(row.line): column \(cycle): \(what)")
            }
        }
        progress.end()
    }

    private static func open(file: String, unit: String, cycle: String, sensors: [String]?) throws -> NumberRows {
        let label = (name: unit, option: "--unit")
        guard let sensors else { return try NumberRows(file: file, time: nil, label: label) }
        // The cycle is asked for by itself first, so that its absence is told by its own option.
        _ = try NumberRows(file: file, time: nil, columns: [cycle], option: "--cycle", label: label)
        return try NumberRows(file: file, time: nil, columns: [cycle] + sensors, label: label)
    }
}

internal import Telemetry

/// The rows of a CSV file as what a twin is told.
final class TwinRows {
    /// One row; what is missing is nothing, a power that is missing is not-a-number.
    struct Row {
        var index: Int
        var time: Timestamp
        var power: Double
        var temperature: Double?
        var vibration: Double?
    }

    private let rows: NumberRows
    /// Where temperature and vibration stand in a row.
    private let places: (temperature: Int?, vibration: Int?)

    /// There is a column of the temperature.
    var hasTemperature: Bool { places.temperature != nil }
    /// There is a column of the vibration.
    var hasVibration: Bool { places.vibration != nil }

    /// Opens a file; `columns` are those of power, temperature and vibration, each with its option.
    ///
    /// - Throws: `CommandFailure` as `NumberRows` does, with the option whose column there is not.
    init(file: String, time: String, format: CSVTime?, columns: [(option: String, name: String?)]) throws {
        let header = try CSVRows(file: file).header
        let named = columns.compactMap { column in column.name.map { (column.option, $0) } }
        for (option, name) in named where !header.contains(CSVRows.trimmed(name)) {
            throw CommandFailure(
                "COLUMN_UNKNOWN", "\(file): \(name) is none of \(header.joined(separator: ", "))", field: option)
        }
        rows = try NumberRows(file: file, time: time, format: format, columns: named.map(\.1))
        func place(_ option: String) -> Int? { named.firstIndex { $0.0 == option } }
        places = (place("--temperature"), place("--vibration"))
    }

    /// The next row; nothing at the end.
    func next() throws -> Row? {
        guard let row = try rows.next() else { return nil }
        func value(_ place: Int?) -> Double? { place.map { row.values[$0] }.flatMap { $0.isNaN ? nil : $0 } }
        return Row(
            index: row.index, time: row.time, power: row.values[0], temperature: value(places.temperature),
            vibration: value(places.vibration))
    }
}

internal import MQTT
internal import MillwrightDevice
internal import Telemetry

/// How a file's rows become messages: which column is the time, how it is written, and where the others go.
package struct ReplayPlan {
    var timeColumn: Int
    var format: CSVTime
    var columns: [(index: Int, mapping: ReplayMapping)]
    var qos: MQTTQoS
    /// The zero of relative times.
    var start: Timestamp

    /// The messages of a row at a moment; fields that are empty or no number make none, and are counted.
    func messages(of row: [String], at time: Timestamp) -> (messages: [DeviceMessage], unreadable: Int) {
        var messages: [DeviceMessage] = []
        var unreadable = 0
        for (index, mapping) in columns {
            let field = index < row.count ? CSVRows.trimmed(row[index]) : ""
            if field.isEmpty || Self.missing.contains(field.lowercased()) { continue }
            guard let value = Self.number(field) else {
                unreadable += 1
                continue
            }
            let payload = DevicePayload.reading(value, unit: mapping.unit, at: time)
            messages.append(DeviceMessage(topic: mapping.topic, payload: payload, qos: qos))
        }
        return (messages, unreadable)
    }

    /// How files say that there is no value.
    static let missing: Set<String> = ["nan", "na", "n/a", "null", "none", "-", "?"]

    /// The moment of a row.
    func time(of row: [String]) -> Timestamp? {
        timeColumn < row.count ? format.time(row[timeColumn], start: start) : nil
    }

    /// A number with a decimal point or, where there is no point, a decimal comma.
    package static func number(_ text: String) -> Double? {
        if let value = Double(text) { return value.isFinite ? value : nil }
        guard !text.contains("."), let value = Double(text.replacing(",", with: ".")) else { return nil }
        return value.isFinite ? value : nil
    }

    /// Which column holds the time: the one named, else the first whose name says so, else the first.
    static func timeColumn(_ name: String?, in header: [String]) throws(CommandFailure) -> Int {
        if let name {
            if let index = header.firstIndex(of: name) { return index }
            throw CommandFailure(
                "COLUMN_UNKNOWN", "\(name) is none of \(header.joined(separator: ", "))", field: "--time-column")
        }
        return header.firstIndex(where: isTimeName) ?? 0
    }

    /// Columns of the time are usually named so.
    static func isTimeName(_ name: String) -> Bool {
        ["timestamp", "time", "ts", "datetime", "date_time", "date", "zeit", "datum"].contains(name.lowercased())
    }

    /// The columns that the mappings name.
    static func columns(
        _ mappings: [ReplayMapping], in header: [String]
    ) throws(CommandFailure) -> [(index: Int, mapping: ReplayMapping)] {
        var columns: [(index: Int, mapping: ReplayMapping)] = []
        for mapping in mappings {
            guard let index = header.firstIndex(of: mapping.column) else {
                throw CommandFailure(
                    "COLUMN_UNKNOWN", "\(mapping.column) is none of \(header.joined(separator: ", "))", field: "--map")
            }
            columns.append((index, mapping))
        }
        return columns
    }
}

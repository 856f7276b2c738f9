public import Telemetry

/// The message that a device is sent (edge.md, The topics of the generic profiles).
public enum CommandPayload {
    /// `{"id":"…","action":"stop","args":{…},"expires":1763712000000}` as UTF-8, with `expires` in milliseconds.
    ///
    /// A fenced command has `"fence":7` behind it. Arguments stand in the order of their names, so that the same
    /// command has the same bytes; numbers that are not finite are left out, because JSON has none.
    public static func encode(
        id: DeviceCommandID, action: String, arguments: [String: Double], expires: Timestamp, fence: UInt64? = nil
    ) -> [UInt8] {
        var text = "{\"id\":\"\(id)\",\"action\":\(quoted(action)),\"args\":{"
        let finite = arguments.filter { $0.value.isFinite }.sorted { $0.key < $1.key }
        text += finite.map { "\(quoted($0.key)):\(number($0.value))" }.joined(separator: ",")
        text += "},\"expires\":\(expires.microseconds / 1_000)"
        if let fence { text += ",\"fence\":\(fence)" }
        text += "}"
        return Array(text.utf8)
    }

    private static func number(_ value: Double) -> String {
        if value.magnitude < 1e15, value == value.rounded() { return "\(Int64(value))" }
        return "\(value)"
    }

    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case let control where control.value < 0x20:
                let digits = String(control.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}

public import Telemetry

/// The payloads of the generic profiles (edge.md), written by hand.
public enum DevicePayload {
    /// One reading: `{"ts":1763712000000,"value":41.5,"unit":"Cel","quality":"good"}`; all but the value optional.
    ///
    /// The time is written in milliseconds, or as RFC 3339 when it is finer than that.
    public static func reading(
        _ value: Double, unit: String? = nil, at time: Timestamp? = nil, quality: Quality? = nil
    ) -> [UInt8] {
        var members: [String] = []
        if let time { members.append("\"ts\":\(text(of: time))") }
        members.append("\"value\":\(JSONValue.text(of: value))")
        if let unit { members.append("\"unit\":\(JSONValue.quoted(unit))") }
        if let quality { members.append("\"quality\":\"\(quality.word)\"") }
        return object(members)
    }

    /// Several metrics at one time: `{"ts":…,"power":22.1,"temperature":61}`.
    public static func readings(_ values: [(metric: MetricName, value: Double)], at time: Timestamp? = nil) -> [UInt8] {
        let values = values.map { "\(JSONValue.quoted($0.metric.text)):\(JSONValue.text(of: $0.value))" }
        return object((time.map { ["\"ts\":\(text(of: $0))"] } ?? []) + values)
    }

    /// The retained state: `{"online":true,"firmware":"1.4.2","profile":"pump"}`.
    public static func state(isOnline: Bool, firmware: String? = nil, profile: String? = nil) -> [UInt8] {
        var members = ["\"online\":\(isOnline)"]
        if let firmware { members.append("\"firmware\":\(JSONValue.quoted(firmware))") }
        if let profile { members.append("\"profile\":\(JSONValue.quoted(profile))") }
        return object(members)
    }

    /// The answer to a command: `{"id":…,"status":"accepted","reason":…}`.
    public static func acknowledgement(
        of id: String, _ status: DeviceCommandAnswer, reason: String? = nil
    ) -> [UInt8] {
        var members = ["\"id\":\(JSONValue.quoted(id))", "\"status\":\"\(status.rawValue)\""]
        if let reason { members.append("\"reason\":\(JSONValue.quoted(reason))") }
        return object(members)
    }

    private static func text(of time: Timestamp) -> String {
        time.microseconds % 1_000 == 0 ? String(time.microseconds / 1_000) : "\"\(time.rfc3339)\""
    }

    private static func object(_ members: [String]) -> [UInt8] { Array("{\(members.joined(separator: ","))}".utf8) }
}

package import MQTT
package import MillwrightDevice
internal import Telemetry

/// One message from one line of text, in the three forms that `device publish` takes.
package enum PublishLine {
    /// Reads a line: a JSON object, or `TOPIC PAYLOAD`; with a fixed topic the whole line is the payload.
    ///
    /// JSON is `{"topic", "payload", "retain"?}` or `{"factory", "machine", "metric", "value", "unit"?, "ts"?}`.
    package static func message(_ line: String, topic: String?, qos: MQTTQoS, retain: Bool) throws(CommandFailure)
        -> DeviceMessage
    {
        if let topic { return DeviceMessage(topic: topic, text: line, qos: qos, retain: retain) }
        if line.utf8.first == UInt8(ascii: "{") { return try message(json: line, qos: qos, retain: retain) }
        let parts = line.split(separator: " ", maxSplits: 1)
        guard parts.count == 2 else {
            throw CommandFailure("LINE_INVALID", "a line is JSON, or a topic, a space and a payload")
        }
        return DeviceMessage(topic: String(parts[0]), text: String(parts[1]), qos: qos, retain: retain)
    }

    /// The message of one reading of a machine.
    static func reading(
        factory: String, machine: String, metric: String, value: Double, unit: String?, time: Timestamp?, qos: MQTTQoS
    ) throws(CommandFailure) -> DeviceMessage {
        guard let key = MachineKey(factory: factory, machine: machine) else {
            throw CommandFailure(
                "NAME_INVALID", "a factory's or machine's name has 1 to 255 bytes and none of / + #", field: "machine")
        }
        guard let name = MetricName(metric), !name.isDerived else {
            throw CommandFailure("NAME_INVALID", "a metric's name has 1 to 64 of a-z A-Z 0-9 _ . -", field: "metric")
        }
        guard value.isFinite else { throw CommandFailure("VALUE_NOT_A_NUMBER", "must be finite", field: "value") }
        return DeviceMessage(
            topic: DeviceTopics(key).reading(name),
            payload: DevicePayload.reading(value, unit: unit, at: time), qos: qos)
    }

    private static func message(json line: String, qos: MQTTQoS, retain: Bool) throws(CommandFailure) -> DeviceMessage {
        guard let json = JSONValue(Array(line.utf8)) else { throw CommandFailure("LINE_INVALID", "this is no JSON") }
        if let topic = json["topic"]?.string, let payload = json["payload"] {
            let isRetained = json["retain"].map { $0 == .bool(true) } ?? retain
            return DeviceMessage(
                topic: topic, text: payload.string ?? payload.description, qos: qos, retain: isRetained)
        }
        guard let factory = json["factory"]?.string, let machine = json["machine"]?.string,
            let metric = json["metric"]?.string, let value = json["value"]?.number
        else {
            throw CommandFailure(
                "LINE_INVALID", "an object needs topic and payload, or factory, machine, metric and value")
        }
        return try reading(
            factory: factory, machine: machine, metric: metric, value: value, unit: json["unit"]?.string,
            time: try time(json["ts"]), qos: qos)
    }

    private static func time(_ value: JSONValue?) throws(CommandFailure) -> Timestamp? {
        switch value {
        case nil, .null?: return nil
        case .number(let milliseconds)? where abs(milliseconds) < 9e15:
            return Timestamp(milliseconds: Int64(milliseconds))
        case .string(let text)?:
            if let time = Timestamp(rfc3339: text) { return time }
        default: break
        }
        throw CommandFailure("TIME_INVALID", "ts is milliseconds since 1970 or RFC 3339", field: "ts")
    }
}

import MQTT
import MillwrightDevice
import Telemetry
import Testing

@Suite struct PayloadTests {
    @Test func payloadsAreTheOnesThatTheFieldSpeaks() throws {
        let key = try #require(MachineKey(factory: "north", machine: "pump-7"))
        let power = try #require(MetricName("power"))
        let time = Timestamp(milliseconds: 1_763_712_000_000)
        #expect(DeviceTopics(key).reading(power) == "plant/north/pump-7/power")
        #expect(DeviceTopics(key).commands == "plant/north/pump-7/cmd/+")
        #expect(
            text(DevicePayload.reading(41.5, unit: "Cel", at: time, quality: .good))
                == #"{"ts":1763712000000,"value":41.5,"unit":"Cel","quality":"good"}"#)
        #expect(text(DevicePayload.reading(3)) == #"{"value":3}"#)
        let fine = Timestamp(microseconds: 1_763_712_000_000_001)
        #expect(text(DevicePayload.reading(1, at: fine)) == #"{"ts":"2025-11-21T08:00:00.000001Z","value":1}"#)
        #expect(text(DevicePayload.readings([(power, 22.1)], at: time)) == #"{"ts":1763712000000,"power":22.1}"#)
        #expect(
            text(DevicePayload.state(isOnline: true, firmware: "1.4.2", profile: "pump"))
                == #"{"online":true,"firmware":"1.4.2","profile":"pump"}"#)
        #expect(
            text(DevicePayload.acknowledgement(of: "a\"b", .failed, reason: "stuck"))
                == #"{"id":"a\"b","status":"failed","reason":"stuck"}"#)
    }

    @Test func commandsAreRead() throws {
        let topic = "plant/f/m/cmd/stop"
        let full = #"{"id":"7","action":"stop","args":{"after":3},"expires":"2026-01-01T00:00:00Z"}"#
        #expect(
            DeviceCommand(DeviceMessage(topic: topic, text: full))
                == DeviceCommand(
                    id: "7", action: "stop", arguments: ["after": .number(3)],
                    expires: Timestamp(rfc3339: "2026-01-01T00:00:00Z")))
        let short = DeviceCommand(DeviceMessage(topic: topic, text: #"{"id":"8","args":"overheat"}"#))
        #expect(short == DeviceCommand(id: "8", action: "stop", arguments: ["kind": .string("overheat")]))
        for bad in ["", "stop", "[]", "{}", #"{"id":7}"#, #"{"id":""}"#, #"{"id":"7""#] {
            #expect(DeviceCommand(DeviceMessage(topic: topic, text: bad)) == nil)
        }
    }

    @Test(arguments: [
        "null", "true", "-0.5", "1e-05", "\"\"", #"["a",{"b":[]}]"#, #"{"a":1,"b":null}"#, #""\u0001\"\\""#,
    ]) func jsonComesBackAsItWas(text: String) throws {
        let value = try #require(JSONValue(Array(text.utf8)))
        #expect(value.description == text)
    }

    @Test(arguments: [
        "", "tru", "01x", "+1", "[1,]", "{\"a\"}", "\"\u{1}\"", "\"\\x\"", "\"\\ud800\"", "nan", "1e999", "[1] 2",
        String(repeating: "[", count: 100),
    ]) func whatIsNoJSONIsRefused(text: String) {
        #expect(JSONValue(Array(text.utf8)) == nil)
    }

    @Test func escapesAreRead() {
        #expect(JSONValue(Array(#" "é\ud83d\ude00\/\n" "#.utf8)) == .string("é😀/\n"))
    }

    @Test(arguments: [
        ("a/+/c", "a/b/c", true), ("a/+/c", "a/b/d", false), ("a/#", "a", true), ("a/#", "a/b/c", true),
        ("a/+", "a", false), ("a", "a/b", false), ("#", "x/y", true), ("a/+", "a/", true),
    ]) func filtersMatch(filter: String, topic: String, expected: Bool) {
        #expect(PublisherSubscription(filter: filter, qos: .atMostOnce) { _ in }.matches(topic) == expected)
    }

    private func text(_ payload: [UInt8]) -> String { String(decoding: payload, as: UTF8.self) }
}

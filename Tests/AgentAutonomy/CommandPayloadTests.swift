import AgentAutonomy
import Foundation
import Telemetry
import Testing

@Suite("Command payload")
struct CommandPayloadTests {
    @Test("is JSON of the generic profiles, whatever the names hold")
    func json() throws {
        let id = DeviceCommandID(UniqueID(high: 1, low: 2))
        let payload = CommandPayload.encode(
            id: id, action: "set\"\\\u{1}speed", arguments: ["b": 1.5, "a": 40, "bad": .nan],
            expires: Timestamp(milliseconds: 1_763_712_000_123))
        let object = try #require(JSONSerialization.jsonObject(with: Data(payload)) as? [String: Any])
        #expect(object["id"] as? String == id.description)
        #expect(object["action"] as? String == "set\"\\\u{1}speed")
        #expect(object["args"] as? [String: Double] == ["a": 40, "b": 1.5])
        #expect(object["expires"] as? Int == 1_763_712_000_123)
        #expect(String(decoding: payload, as: UTF8.self).contains("\"args\":{\"a\":40,\"b\":1.5}"))
    }
}

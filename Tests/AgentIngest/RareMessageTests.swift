import AgentIngest
import Telemetry
import Testing

@Suite struct RareMessageTests {
    private func state(_ text: String) throws -> StateMessage {
        try Array(text.utf8).withUnsafeBytes { try StateMessage.decode($0) }
    }

    private func acknowledgement(_ text: String) throws -> AcknowledgementMessage {
        try Array(text.utf8).withUnsafeBytes { try AcknowledgementMessage.decode($0) }
    }

    @Test func states() throws {
        #expect(
            try state(#"{"online": true, "firmware": "1.4.2", "profile": "pump"}"#)
                == StateMessage(isOnline: true, firmware: "1.4.2", profile: "pump"))
        #expect(try state(#"{"online": false}"#) == StateMessage(isOnline: false))
        #expect(try state(#"{"online": false, "profile": null, "x": [1]}"#) == StateMessage(isOnline: false))
    }

    @Test(arguments: [
        ("", "PAYLOAD_NOT_JSON"), ("{}", "FIELD_INVALID"), (#"{"online":1}"#, "FIELD_INVALID"),
        (#"{"online":true,"profile":5}"#, "FIELD_INVALID"), (#"{"online":true,"profile":""}"#, "FIELD_INVALID"),
        (#"{"online":true,"online":false}"#, "KEY_DUPLICATE"),
    ])
    func stateRejections(text: String, code: String) {
        let error = #expect(throws: IngestRejection.self) { try state(text) }
        #expect(error?.code == code)
    }

    @Test func acknowledgements() throws {
        let id = "018f0000-0000-7000-8000-000000000001"
        let done = try acknowledgement(#"{"id":"\#(id)","status":"done"}"#)
        #expect(done.command.description == id && done.status == .done && done.reason.isEmpty)
        let failed = try acknowledgement(#"{"status":"failed","reason":"no \"power\" \ud83d\ude00","id":"\#(id)"}"#)
        #expect(failed.status == .failed && failed.reason == "no \"power\" 😀")
    }

    @Test(arguments: [
        (#"{"id":"x","status":"done"}"#, "id"), (#"{"status":"done"}"#, "id"),
        (#"{"id":"018f0000-0000-7000-8000-000000000001","status":"maybe"}"#, "status"),
        (#"{"id":"018f0000-0000-7000-8000-000000000001"}"#, "status"),
    ])
    func acknowledgementRejections(text: String, field: String) {
        let error = #expect(throws: IngestRejection.self) { try acknowledgement(text) }
        #expect(error?.field == field)
    }
}

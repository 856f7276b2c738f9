internal import AgentIngest
internal import HubAPI
internal import HubTenancy
internal import MillwrightDevice
internal import SyncClient

/// What strangers send beside rounds: devices to the agent, clients and gateways to the hub, the agent to a device.
enum FuzzedRequests {
    /// A device's answer to a command.
    static func takeAcknowledgement(_ input: [UInt8]) {
        input.withUnsafeBytes { bytes in
            guard let message = try? AcknowledgementMessage.decode(bytes) else { return }
            precondition(message.reason.utf8.count <= 512 + 2, "a reason is longer than its limit")
        }
    }

    /// The body of a request to the API: what was read is written and read again.
    static func takeBody(_ input: [UInt8]) {
        guard let value = try? HubAPI.JSONReader.read(input) else { return }
        let bytes = JSONWriter.bytes(value)
        guard let again = try? HubAPI.JSONReader.read(bytes) else { fatalError("what was written is not read") }
        precondition(JSONWriter.bytes(again) == bytes, "read twice, it differs")
    }

    /// A gateway's request for a certificate, which comes before anybody knows who it is.
    static func takeSigningRequest(_ input: [UInt8]) {
        _ = try? SigningRequest(pem: String(decoding: input, as: UTF8.self))
    }

    /// What a device is told.
    static func takeDeviceJSON(_ input: [UInt8]) {
        _ = MillwrightDevice.JSONValue(input)
    }

    /// A request as a gateway makes it.
    static func signingRequest() throws -> [UInt8] { Array(try AgentKey().request().utf8) }

    /// The first inputs of those that read JSON.
    static let bodies: [[UInt8]] = [
        #"{"name": "north", "limits": [1, -2.5e3, null, true], "note": "\u00e9\ud83d\ude00"}"#, "[]", "-0.0",
        #"{"id": "1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed", "status": "failed", "reason": "jammed"}"#,
    ].map { Array($0.utf8) }
}

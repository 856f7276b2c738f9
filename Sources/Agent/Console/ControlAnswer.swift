public import Runtime
public import SyncWire

/// What is answered over the control socket, in the envelope of the hub's API.
public struct ControlAnswer: Sendable, Equatable {
    /// The HTTP status.
    public var status: Int
    /// The JSON of the body, with its envelope.
    public var body: [UInt8]

    /// A success with what was asked for.
    public static func data(_ data: FieldValue, hasMore: Bool? = nil, status: Int = 200) -> ControlAnswer {
        var body: [String: FieldValue] = ["status": .text("success"), "data": data]
        if let hasMore { body["pagination"] = .object(["hasMore": .flag(hasMore)]) }
        return ControlAnswer(status: status, body: Array(FieldValue.object(body).description.utf8))
    }

    /// A success whose JSON is there already.
    public static func json(_ json: [UInt8]) -> ControlAnswer {
        ControlAnswer(status: 200, body: Array(#"{"data":"#.utf8) + json + Array(#","status":"success"}"#.utf8))
    }

    /// An error with its stable code.
    public static func error(_ status: Int, _ code: String, _ message: String) -> ControlAnswer {
        let error: FieldValue = .object(["code": .text(code), "message": .text(message)])
        let body: FieldValue = .object(["status": .text("error"), "error": error])
        return ControlAnswer(status: status, body: Array(body.description.utf8))
    }

    /// An error that says its code itself.
    public static func error(_ status: Int, _ error: some CodedError) -> ControlAnswer {
        .error(status, error.code, error.message)
    }
}

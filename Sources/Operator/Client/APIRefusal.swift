internal import MillwrightDevice
internal import Runtime

/// An error that the hub or the agent answered with, as it said it.
struct APIRefusal: CodedError {
    let status: Int
    let code: String
    let message: String
    /// Of a validation error: each field with what is wrong.
    let faults: [String]

    init(_ reply: HTTPReply, _ body: JSONValue) {
        status = reply.status
        code = body["error"]?["code"]?.string ?? "HTTP_\(reply.status)"
        faults = (body["error"]?["detail"]?.elements ?? []).compactMap { fault in
            guard let field = fault["field"]?.string, let words = fault["message"]?.string else { return nil }
            return "\(field) \(words)"
        }
        var words = body["error"]?["message"]?.string ?? "The answer says nothing more."
        if !faults.isEmpty { words += " " + faults.joined(separator: "; ") + "." }
        if let wait = reply.retryAfter { words += " Try again in \(wait) s." }
        message = words
    }

    /// What the command ends with: scripts tell these apart.
    var exitStatus: ExitStatus {
        switch (status, code) {
        case (_, "STALE_REVISION"), (412, _): .stale
        case (401, _), (403, _): .notPermitted
        default: .failure
        }
    }
}

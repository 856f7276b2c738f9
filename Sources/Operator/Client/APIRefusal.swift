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
        var words = body["error"]?["message"]?.string ?? "The answer says nothing more."
        let told = (body["error"]?["detail"]?.elements ?? []).compactMap { fault -> (field: String, words: String)? in
            guard let field = fault["field"]?.string, let words = fault["message"]?.string else { return nil }
            return (field, words)
        }
        faults = told.map { Self.fault($0.field, $0.words) }
        if !faults.isEmpty {
            // Of a single field the hub may say the same as message and as its fault.
            let isSaid = told.contains { $0.words == words }
            words = (isSaid ? "" : words + " ") + faults.joined(separator: "; ") + "."
        }
        if let wait = reply.retryAfter { words += " Try again in \(wait) s." }
        message = words
    }

    /// As `age must be at most 5`, or `status: The value must be …` where a whole sentence was said.
    private static func fault(_ field: String, _ words: String) -> String {
        let colon = words.first?.isUppercase == true ? ":" : ""
        return "\(field)\(colon) \(words.hasSuffix(".") ? String(words.dropLast()) : words)"
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

internal import MillwrightDevice

/// A successful answer without its envelope.
struct APIAnswer: Sendable {
    /// `null` where there is no body.
    var data: JSONValue
    /// Whether a list goes on with the next page.
    var hasMore = false

    /// Takes the envelope off; throws `APIRefusal` for an error, and `ANSWER_NOT_JSON` for something else's answer.
    init(_ reply: HTTPReply, from target: APITarget) throws {
        let isSuccess = (200..<300).contains(reply.status)
        if reply.body.isEmpty, isSuccess {
            data = .null
            return
        }
        guard let body = JSONValue(reply.body), case .object = body else {
            throw CommandFailure(
                "ANSWER_NOT_JSON", "\(target.name): answered \(reply.status) without the JSON of a hub or an agent")
        }
        guard isSuccess else { throw APIRefusal(reply, body) }
        data = body["data"] ?? body
        hasMore = body["pagination"]?["hasMore"]?.bool ?? false
    }
}

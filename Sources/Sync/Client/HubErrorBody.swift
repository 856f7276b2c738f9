internal import FoundationEssentials
internal import SyncCore

/// The envelope of an error of the hub (access.md).
struct HubErrorBody: Decodable {
    struct Content: Decodable {
        var code: String
    }

    var error: Content

    /// The failure that a reply other than 200 stands for; a proxy's page has no code, so its status stands for it.
    static func failure(of reply: HubReply) -> RoundFailure {
        let code =
            reply.body.count <= 65_536 ? try? JSONDecoder().decode(Self.self, from: Data(reply.body)).error.code : nil
        return .refused(
            status: reply.status, code: code ?? "HTTP_\(reply.status)", retryAfterSeconds: reply.retryAfterSeconds)
    }
}

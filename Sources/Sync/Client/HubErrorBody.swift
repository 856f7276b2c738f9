internal import FoundationEssentials
internal import SyncCore

/// The envelope of an error of the hub (access.md).
struct HubErrorBody: Decodable {
    struct Content: Decodable {
        var code: String
        var message: String?
    }

    var error: Content

    /// The failure that a reply other than 200 stands for; a proxy's page has no code, so its status stands for it.
    static func failure(of reply: HubReply) -> RoundFailure {
        let error =
            reply.body.count <= 65_536 ? try? JSONDecoder().decode(Self.self, from: Data(reply.body)).error : nil
        return .refused(
            status: reply.status, code: error?.code ?? "HTTP_\(reply.status)", message: line(error?.message ?? ""),
            retryAfterSeconds: reply.retryAfterSeconds)
    }

    /// A text of the hub as a person and a log may see it: one line, not long.
    private static func line(_ text: String) -> String {
        String(
            text.unicodeScalars.prefix(messageMax).map { scalar in
                scalar.properties.generalCategory == .control ? " " : Character(scalar)
            })
    }

    private static let messageMax = 400
}

/// What came back for one request, whatever its status.
struct HTTPReply: Sendable {
    var status: Int
    /// What the other side asks to wait, as it said it.
    var retryAfter: String?
    var body: [UInt8]
}

/// What a hub answered to one request.
public struct HubReply: Sendable, Equatable {
    /// The HTTP status, whatever it is: refusals are replies too.
    public var status: Int
    /// What the hub asks to wait.
    public var retryAfterSeconds: Double?
    /// Whole, never more than the connection takes of a body.
    public var body: [UInt8]

    /// A reply by its three parts.
    public init(status: Int, retryAfterSeconds: Double?, body: [UInt8]) {
        self.status = status
        self.retryAfterSeconds = retryAfterSeconds
        self.body = body
    }
}

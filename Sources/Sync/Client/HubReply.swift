/// What a hub answered to one request.
public struct HubReply: Sendable, Equatable {
    public var status: Int
    /// What the hub asks to wait.
    public var retryAfterSeconds: Double?
    public var body: [UInt8]

    public init(status: Int, retryAfterSeconds: Double?, body: [UInt8]) {
        self.status = status
        self.retryAfterSeconds = retryAfterSeconds
        self.body = body
    }
}

/// What a limit says to one request.
public struct RateDecision: Sendable, Equatable {
    /// Whether the request may be served.
    public var isAllowed: Bool
    /// How many more there could be at once.
    public var remaining: Int
    /// 0 when allowed.
    public var retryAfterSeconds: Int

    /// A decision about one request.
    public init(isAllowed: Bool, remaining: Int, retryAfterSeconds: Int) {
        self.isAllowed = isAllowed
        self.remaining = remaining
        self.retryAfterSeconds = retryAfterSeconds
    }
}

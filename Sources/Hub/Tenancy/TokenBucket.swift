public import Runtime

/// A limit on a rate: a bucket of tokens that fills at a steady rate and pays for each request
/// (pure; time is handed in).
public struct TokenBucket: Sendable {
    /// How many tokens it holds.
    public let capacity: Double
    /// How many tokens flow in each second.
    public let perSecond: Double
    private var tokens: Double
    private var filledAt: Uptime

    /// A full bucket.
    public init(capacity: Double, perSecond: Double, now: Uptime) {
        self.capacity = capacity
        self.perSecond = perSecond
        tokens = capacity
        filledAt = now
    }

    /// Takes a token; otherwise the seconds until there is one.
    public mutating func take(now: Uptime) -> RateDecision {
        fill(now: now)
        if tokens >= 1 {
            tokens -= 1
            return RateDecision(isAllowed: true, remaining: Int(tokens), retryAfterSeconds: 0)
        }
        let wait = perSecond > 0 ? (1 - tokens) / perSecond : 86_400
        return RateDecision(isAllowed: false, remaining: 0, retryAfterSeconds: Int(min(86_400, wait.rounded(.up))))
    }

    /// Whether it is as full as it gets, so that forgetting it changes nothing.
    public mutating func isFull(now: Uptime) -> Bool {
        fill(now: now)
        return tokens >= capacity
    }

    private mutating func fill(now: Uptime) {
        tokens = min(capacity, tokens + now.seconds(since: filledAt) * perSecond)
        filledAt = max(now, filledAt)
    }
}

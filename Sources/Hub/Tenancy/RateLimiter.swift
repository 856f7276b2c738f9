public import Runtime
internal import Synchronization

/// Token buckets by key, in bounded memory: when too many keys are known, those whose buckets are full are forgotten
/// first, and when there are none of those, all are; a flood of keys costs the limiter its memory of others,
/// never the hub its own.
public final class RateLimiter<Key: Hashable & Sendable>: Sendable {
    private let buckets = Mutex<[Key: TokenBucket]>([:])
    private let capacity: Double
    private let perSecond: Double
    private let keysMax: Int
    private let clock: any Clock

    /// At most `requests` at once and, over time, `requests` in `seconds`.
    public init(requests: Int, seconds: Double, keysMax: Int = 65_536, clock: any Clock) {
        capacity = Double(requests)
        perSecond = Double(requests) / seconds
        self.keysMax = keysMax
        self.clock = clock
    }

    /// Takes a token of the key's bucket, where there is one.
    public func take(_ key: Key) -> RateDecision {
        let now = clock.uptime()
        return buckets.withLock { buckets in
            if buckets[key] == nil, buckets.count >= keysMax { Self.forget(&buckets, now: now, keysMax: keysMax) }
            return buckets[key, default: TokenBucket(capacity: capacity, perSecond: perSecond, now: now)].take(now: now)
        }
    }

    /// How many keys are remembered.
    public var count: Int { buckets.withLock { $0.count } }

    private static func forget(_ buckets: inout [Key: TokenBucket], now: Uptime, keysMax: Int) {
        for (key, bucket) in buckets {
            var bucket = bucket
            if bucket.isFull(now: now) { buckets[key] = nil }
        }
        if buckets.count >= keysMax { buckets.removeAll() }
    }
}

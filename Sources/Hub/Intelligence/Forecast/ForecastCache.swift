internal import Synchronization

/// Forecasts that were made, so that the same question is answered without learning again.
///
/// Holds at most `capacity` of them; the one that was asked for longest ago goes first.
public final class ForecastCache: Sendable {
    private struct Entry {
        var found: ForecastFound
        var usedAt: UInt64
    }

    private struct State {
        var entries: [ForecastKey: Entry] = [:]
        var uses: UInt64 = 0
        var hits = 0
        var misses = 0
    }

    private let capacity: Int
    private let state = Mutex(State())

    /// An empty cache.
    public init(capacity: Int = 128) { self.capacity = max(1, capacity) }

    /// What was answered before to the same question.
    public func find(_ key: ForecastKey) -> ForecastFound? {
        state.withLock { state in
            state.uses += 1
            guard var entry = state.entries[key] else {
                state.misses += 1
                return nil
            }
            state.hits += 1
            entry.usedAt = state.uses
            state.entries[key] = entry
            return entry.found
        }
    }

    /// Remembers an answer.
    public func keep(_ found: ForecastFound, as key: ForecastKey) {
        state.withLock { state in
            state.uses += 1
            state.entries[key] = Entry(found: found, usedAt: state.uses)
            guard state.entries.count > capacity else { return }
            let oldest = state.entries.min { $0.value.usedAt < $1.value.usedAt }
            if let oldest { state.entries[oldest.key] = nil }
        }
    }

    /// How many are held.
    public var count: Int { state.withLock(\.entries.count) }

    /// Questions that were answered from it.
    public var hits: Int { state.withLock(\.hits) }

    /// Questions that were not.
    public var misses: Int { state.withLock(\.misses) }
}

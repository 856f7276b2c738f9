internal import Telemetry

/// What the agent has done to a machine by itself, as far as the autonomy policy asks for it.
///
/// The times are the agent's wall clock, and move along with its jumps (`GuardClock`). One that lies in the future all
/// the same (the clock was set back while the agent was down) counts as just now: a jump never gives more freedom.
struct PolicyRecord: Sendable, Equatable {
    struct Entry: Sendable, Equatable {
        var action: String
        var at: Timestamp
    }

    /// Oldest first; only of the last day.
    ///
    /// When it is full nothing is sent until the oldest is a day old: what is not counted cannot be limited.
    private(set) var entries: [Entry] = []
    static let entriesMax = 256

    init(entries: [Entry] = []) {
        self.entries = Array(entries.suffix(Self.entriesMax))
    }

    /// What was sent until now, as a permission counts it.
    func counts(of action: String, at now: Timestamp) -> SentCounts {
        let ages = entries.filter { $0.action == action }.map { max(0, now.seconds(since: $0.at)) }
        return SentCounts(
            ofAllInDay: entries.count { now.seconds(since: $0.at) < 86_400 }, inHour: ages.count { $0 < 3_600 },
            inDay: ages.count { $0 < 86_400 }, secondsSince: ages.min())
    }

    /// The clock has jumped.
    mutating func shift(seconds: Double) {
        for index in entries.indices { entries[index].at = entries[index].at.advanced(seconds: seconds) }
    }

    /// Notes that an action was intended.
    mutating func note(_ action: String, at now: Timestamp) {
        entries.removeAll { now.seconds(since: $0.at) > 86_400 }
        if entries.count == Self.entriesMax { entries.removeFirst() }
        entries.append(Entry(action: action, at: now))
    }
}

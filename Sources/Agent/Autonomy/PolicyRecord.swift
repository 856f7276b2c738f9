internal import DeviceProfiles
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

    /// Why the policy does not allow an action now; nothing when it does.
    func refusal(of action: String, by policy: AutonomyPolicy, at now: Timestamp) -> String? {
        guard let permission = policy.permission(for: action) else {
            return "the autonomy policy does not allow \(action)"
        }
        if entries.count(where: { now.seconds(since: $0.at) < 86_400 }) >= Self.entriesMax {
            return "\(Self.entriesMax) commands went to the machine within a day, the most that are counted"
        }
        let ages = entries.filter { $0.action == action }.map { max(0, now.seconds(since: $0.at)) }
        if let youngest = ages.min(), youngest < permission.coolDownSeconds {
            let pause = NumberText.seconds(permission.coolDownSeconds)
            return "\(action) was sent \(NumberText.seconds(youngest)) ago, and \(pause) must pass"
        }
        if ages.count(where: { $0 < 3_600 }) >= permission.mostPerHour {
            return "\(action) may be sent \(permission.mostPerHour) times an hour"
        }
        if ages.count(where: { $0 < 86_400 }) >= permission.mostPerDay {
            return "\(action) may be sent \(permission.mostPerDay) times a day"
        }
        return nil
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

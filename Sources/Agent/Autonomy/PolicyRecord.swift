internal import DeviceProfiles
internal import Telemetry

/// What the agent has done to a machine by itself, as far as the autonomy policy asks for it.
///
/// The times are the agent's wall clock. One that lies in the future (the clock was set back) counts as just now: a
/// jump of the clock never gives more freedom.
struct PolicyRecord: Sendable, Equatable {
    struct Entry: Sendable, Equatable {
        var action: String
        var at: Timestamp
    }

    /// Oldest first; only of the last day, and never more than the limit.
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

    /// Notes that an action was intended.
    mutating func note(_ action: String, at now: Timestamp) {
        entries.removeAll { now.seconds(since: $0.at) > 86_400 }
        if entries.count == Self.entriesMax { entries.removeFirst() }
        entries.append(Entry(action: action, at: now))
    }
}

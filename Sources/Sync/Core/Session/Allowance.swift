internal import Runtime
internal import SyncWire

/// What the hub takes: credits and holds of its last answer.
struct Allowance: Sendable {
    private struct ActiveHold: Sendable {
        var hold: Hold
        var until: Uptime
    }

    private var credits: [Credit] = []
    private var holds: [ActiveHold] = []

    /// The holds that were not over when they were last looked at.
    var current: [Hold] { holds.map(\.hold) }

    /// Whether anything of a stream may go.
    func permits(_ stream: SyncStream, _ now: Uptime) -> Bool {
        if bytes(stream) == 0 || records(stream) == 0 { return false }
        return !holds.contains { ($0.hold.stream == nil || $0.hold.stream == stream) && $0.until > now }
    }

    func bytes(_ stream: SyncStream) -> Int {
        credits.first { $0.stream == stream }.map { Int(clamping: $0.bytes) } ?? .max
    }

    func records(_ stream: SyncStream) -> Int {
        credits.first { $0.stream == stream }.map { Int(clamping: $0.records) } ?? .max
    }

    /// Until when the hub takes nothing at all.
    func holdOfAll(_ now: Uptime) -> Uptime? {
        holds.filter { $0.hold.stream == nil && $0.until > now }.map(\.until).max()
    }

    /// Replaces what the last answer said; tells of holds that are new and that ended.
    mutating func adopt(_ answer: RoundAnswer, _ now: Uptime) -> [SessionReport] {
        if !answer.credits.isEmpty || !planted(.creditOfZeroStays) { credits = answer.credits }
        let before = holds
        holds = answer.holds.map { hold in
            let seconds =
                planted(.holdNeverEnds) ? 1e9 : min(Double(hold.milliseconds) / 1_000, Self.holdSecondsMax)
            return ActiveHold(hold: hold, until: now.advanced(seconds: seconds))
        }
        let begun = answer.holds.filter { hold in !before.contains { $0.hold.stream == hold.stream } }
        let ended = before.filter { old in !answer.holds.contains { $0.stream == old.hold.stream } }
        return begun.map { .held($0) } + ended.map { .holdEnded($0.hold.stream) }
    }

    /// Forgets holds whose time is over; returns their streams.
    mutating func endHolds(_ now: Uptime) -> [SyncStream?] {
        let ended = holds.filter { $0.until <= now }.map(\.hold.stream)
        holds.removeAll { $0.until <= now }
        return ended
    }

    /// A hold is looked at again once a day however long it is.
    private static let holdSecondsMax = 86_400.0
}

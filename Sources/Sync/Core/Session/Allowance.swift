internal import Runtime
internal import SyncWire

/// What the hub takes: credits and holds of its last answer.
struct Allowance: Sendable {
    private struct ActiveHold: Sendable {
        var hold: Hold
        var until: Uptime
    }

    private(set) var credits: [Credit] = []
    private var holds: [ActiveHold] = []

    /// The holds that were not over when they were last looked at.
    var current: [Hold] { holds.map(\.hold) }

    /// Whether anything of a stream may go; a hold stops also what is urgent, a credit does not.
    func permits(_ stream: SyncStream, urgent: UInt64 = 0, _ now: Uptime) -> Bool {
        if records(stream, urgent: urgent) == 0 { return false }
        return !holds.contains { ($0.hold.stream == nil || $0.hold.stream == stream) && $0.until > now }
    }

    /// How many bytes of a stream may go when its first `urgent` records are, or stand before, something urgent.
    func bytes(_ stream: SyncStream, urgent: UInt64 = 0) -> Int {
        max(granted(stream).bytes, urgent > 0 && !planted(.creditStopsAlerts) ? Self.urgentBytes : 0)
    }

    /// How many records of a stream may go, likewise; no more than its credit for what is not urgent.
    func records(_ stream: SyncStream, urgent: UInt64 = 0) -> Int {
        let floor = planted(.creditStopsAlerts) ? 0 : min(Int(clamping: urgent), Self.urgentRecords)
        return max(granted(stream).records, floor)
    }

    /// What the credit says; nothing of the one is nothing of the other.
    private func granted(_ stream: SyncStream) -> (bytes: Int, records: Int) {
        guard let credit = credits.first(where: { $0.stream == stream }), !planted(.creditIgnored) else {
            return (.max, .max)
        }
        guard !credit.isNothing else { return (0, 0) }
        return (Int(clamping: credit.bytes), Int(clamping: credit.records))
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

    /// What is urgent goes in batches of this many records and bytes without any credit: an alert may stand behind
    /// routine records of its stream, which has one order.
    private static let urgentRecords = 64
    private static let urgentBytes = 64 << 10

    /// A hold is looked at again once a day however long it is.
    private static let holdSecondsMax = 86_400.0
}

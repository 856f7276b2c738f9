public import Telemetry

/// What is known of a machine's readings over a time, from which follows which of its hours are complete.
public struct MachineRecordKeeping: Sendable {
    /// Readings that are not here, as the agent said, or that wait in the hub's quarantine.
    public struct Gap: Sendable {
        /// Whether it is of the machine; otherwise of all machines of its agent, and nobody knows how much is whose.
        public var isOfMachine: Bool
        /// An upper-case word, as `DROPPED`.
        public var reason: String
        /// How many.
        public var readings: Int
        /// The first of them.
        public var from: Timestamp
        /// The last of them.
        public var to: Timestamp
        /// The width of the aggregates that are here instead; nothing: none are.
        public var thinnedToSeconds: Int?

        /// A gap by its parts.
        public init(
            isOfMachine: Bool = true, reason: String, readings: Int, from: Timestamp, to: Timestamp,
            thinnedToSeconds: Int?
        ) {
            self.isOfMachine = isOfMachine
            self.reason = reason
            self.readings = readings
            self.from = from
            self.to = to
            self.thinnedToSeconds = thinnedToSeconds
        }
    }

    /// The agent that the machine belongs to.
    public struct Source: Sendable {
        /// When it last spoke to the hub.
        public var lastSeenAt: Timestamp?
        /// From when on it has what the hub has not; nothing: nothing is left.
        public var backlogFrom: Timestamp?

        /// An agent by what it said last.
        public init(lastSeenAt: Timestamp?, backlogFrom: Timestamp?) {
            self.lastSeenAt = lastSeenAt
            self.backlogFrom = backlogFrom
        }
    }

    /// When the hub first heard of the machine.
    public var knownSince: Timestamp
    /// Nothing: no agent speaks for it.
    public var source: Source?
    /// Readings an hour at the intervals of its metrics.
    public var expectedAnHour: Double?
    /// Readings in rollups, by the start of their hour; thinned ones are counted there as well.
    public var readings: [Timestamp: Int]
    /// What is not here.
    public var gaps: [Gap]

    /// What is known, by its parts.
    public init(
        knownSince: Timestamp, source: Source?, expectedAnHour: Double?, readings: [Timestamp: Int], gaps: [Gap]
    ) {
        self.knownSince = knownSince
        self.source = source
        self.expectedAnHour = expectedAnHour
        self.readings = readings
        self.gaps = gaps
    }

    /// The hours from one moment up to another, oldest first.
    ///
    /// What is certainly lost counts before what may still come: an hour of which a part was dropped is missing, also
    /// while the agent has more of it. What is said of all machines of the agent together leaves an hour unknown,
    /// unless more is known of it: the machine may have lost all of it or nothing.
    public func hours(from: Timestamp, to: Timestamp, now: Timestamp) -> [MachineHour] {
        var hours: [MachineHour] = []
        var start = Self.hourStart(from)
        while start < to {
            hours.append(hour(start, now: now))
            start = start.advanced(seconds: Self.hourSeconds)
        }
        return hours
    }

    private func hour(_ start: Timestamp, now: Timestamp) -> MachineHour {
        let end = start.advanced(seconds: Self.hourSeconds)
        let said = gaps.filter { $0.from < end && $0.to >= start }
        let own = said.filter(\.isOfMachine)
        let counted = readings[start] ?? 0
        let thinned = own.filter { $0.thinnedToSeconds != nil }
            .reduce(0) { Self.sum($0, $1.readings(within: start, end)) }
        var reasons = Self.merged(said.map { $0.clipped(to: start, end) })
        let isMissing = own.contains { $0.thinnedToSeconds == nil }
        let open = openReason(start, end, hasReadings: counted > 0 || !said.isEmpty, now: now)
        if let open { reasons.append(.init(reason: open, readings: nil, from: start, to: end)) }
        var state = MachineHour.State.complete
        if isMissing {
            state = .missing
        } else if open != nil || own.count < said.count {
            state = .unknown
        } else if !own.isEmpty {
            state = .thinned
        } else if counted == 0 {
            state = .missing
            reasons.append(.init(reason: "NO_READINGS", readings: nil, from: start, to: end))
        }
        return MachineHour(
            hour: start, state: state, readings: max(0, counted - thinned), expected: expectedAnHour.map(Self.whole),
            reasons: reasons)
    }

    /// Agents say how many readings are gone and how often one is expected: any number, so sums and parts stay within
    /// the range.
    private static func sum(_ one: Int, _ other: Int) -> Int {
        let (sum, overflow) = one.addingReportingOverflow(other)
        return overflow ? .max : sum
    }

    fileprivate static func whole(_ number: Double) -> Int { Int(max(0, min(9.2e18, number))) }

    /// Why more of an hour may come, or nobody knows.
    private func openReason(_ start: Timestamp, _ end: Timestamp, hasReadings: Bool, now: Timestamp) -> String? {
        if end > now { return "HOUR_RUNNING" }
        guard let source, let seen = source.lastSeenAt else { return hasReadings ? nil : "AGENT_UNKNOWN" }
        if !hasReadings, end <= knownSince { return "MACHINE_UNKNOWN" }
        if let backlog = source.backlogFrom, backlog < end { return "BACKLOG" }
        guard seen < end.advanced(seconds: Self.sealingSeconds) else { return nil }
        return now < end.advanced(seconds: Self.sealingSeconds + Self.roundSeconds) ? "HOUR_SETTLING" : "AGENT_SILENT"
    }

    /// Equal reasons of an hour are one; of several widths the coarsest counts, because it came last.
    private static func merged(_ gaps: [Gap]) -> [MachineHour.Reason] {
        var reasons: [MachineHour.Reason] = []
        for gap in gaps.sorted(by: { ($0.from, $0.reason) < ($1.from, $1.reason) }) {
            let isThinned = gap.thinnedToSeconds != nil
            let same = reasons.firstIndex {
                $0.reason == gap.reason && ($0.thinnedToSeconds != nil) == isThinned
                    && ($0.readings != nil) == gap.isOfMachine
            }
            guard let same else {
                reasons.append(
                    .init(
                        reason: gap.reason, readings: gap.isOfMachine ? gap.readings : nil,
                        readingsOfAgent: gap.isOfMachine ? nil : gap.readings, from: gap.from, to: gap.to,
                        thinnedToSeconds: gap.thinnedToSeconds))
                continue
            }
            reasons[same].readings = reasons[same].readings.map { sum($0, gap.readings) }
            reasons[same].readingsOfAgent = reasons[same].readingsOfAgent.map { sum($0, gap.readings) }
            reasons[same].to = max(reasons[same].to, gap.to)
            reasons[same].thinnedToSeconds =
                isThinned ? max(reasons[same].thinnedToSeconds ?? 0, gap.thinnedToSeconds ?? 0) : nil
        }
        return reasons
    }

    private static func hourStart(_ moment: Timestamp) -> Timestamp {
        let width = Int64(hourSeconds) * 1_000_000
        let remainder = moment.microseconds % width
        return Timestamp(microseconds: moment.microseconds - (remainder < 0 ? remainder + width : remainder))
    }

    private static let hourSeconds = 3_600.0
    /// An agent may keep readings open for so long before it sends them.
    private static let sealingSeconds = 180.0
    /// And may not have called for so long though it is there.
    private static let roundSeconds = 60.0
}

extension MachineRecordKeeping.Gap {
    /// Its share of the readings; a gap over several hours is spread evenly.
    fileprivate func readings(within start: Timestamp, _ end: Timestamp) -> Int {
        guard from < start || to >= end else { return readings }
        let whole = max(to.seconds(since: from), 1e-6)
        return MachineRecordKeeping.whole(Double(readings) * min(to, end).seconds(since: max(from, start)) / whole)
    }

    fileprivate func clipped(to start: Timestamp, _ end: Timestamp) -> Self {
        Self(
            isOfMachine: isOfMachine, reason: reason, readings: readings(within: start, end), from: max(from, start),
            to: min(to, end),
            thinnedToSeconds: thinnedToSeconds)
    }
}

public import Telemetry

/// A stretch of time in which a series should have readings and has none.
public struct ReadingsGap: Sendable, Equatable {
    /// The last reading before it.
    public var from: Timestamp
    /// The first reading after it, or the moment up to which there is none.
    public var to: Timestamp

    /// A stretch without readings.
    public init(from: Timestamp, to: Timestamp) {
        self.from = from
        self.to = to
    }

    /// The stretches longer than `seconds` between the times, and from the last one to `end`.
    ///
    /// Several series are given as one list of all their times in order: a gap is where all of them are silent.
    public static func between(_ times: [Timestamp], longerThan seconds: Double, until end: Timestamp) -> [ReadingsGap]
    {
        guard let last = times.last else { return [] }
        var gaps = zip(times, times.dropFirst()).filter { $1.seconds(since: $0) > seconds }.map(
            ReadingsGap.init(from:to:))
        if end.seconds(since: last) > seconds { gaps.append(ReadingsGap(from: last, to: end)) }
        return gaps
    }
}

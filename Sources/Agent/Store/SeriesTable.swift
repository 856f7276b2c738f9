public import Telemetry

/// A series of the store, one metric of one machine; given in order from 0 and never used again.
public typealias SeriesIndex = Int

/// What the store knows of each series: whose it is, and the newest time that it ever held.
///
/// Lookups by name are for when a topic is first seen; the hot path keeps the index.
public final class SeriesTable {
    /// One metric of one machine.
    public struct Entry: Sendable, Equatable {
        /// Whose it is.
        public let machine: MachineKey
        /// What is measured.
        public let metric: MetricName
        /// The unit of its values.
        public let unit: String
    }

    private struct Name: Hashable {
        let machine: MachineKey
        let metric: MetricName
    }

    /// The series by index.
    public private(set) var entries: [Entry] = []

    private var indexes: [Name: SeriesIndex] = [:]
    private var newest: [Int64] = []
    private var derived: [Bool] = []

    /// How many series are in the file; those past it are written with the next commit.
    var committed = 0

    /// At most this many series are taken.
    let limit: Int

    /// Up to when a series may have readings in segments that nothing else tells of.
    private let newestLost: Int64

    init(limit: Int, newestLost: Int64 = .min) {
        self.limit = limit
        self.newestLost = newestLost
    }

    /// The series of a machine's metric, made when it is new; nothing when no more are taken.
    public func index(machine: MachineKey, metric: MetricName, unit: String) -> SeriesIndex? {
        if let known = indexes[Name(machine: machine, metric: metric)] { return known }
        guard entries.count < limit else { return nil }
        return add(Entry(machine: machine, metric: metric, unit: unit), newest: .min)
    }

    /// The newest time that a series ever held; the least possible when it held none.
    @inline(__always)
    public func newestTime(_ series: SeriesIndex) -> Int64 { newest[series] }

    /// Whether the agent computes the series.
    @inline(__always)
    public func isDerived(_ series: SeriesIndex) -> Bool { derived[series] }

    @inline(__always)
    func noteTime(_ series: SeriesIndex, _ time: Int64) {
        if time > newest[series] { newest[series] = time }
    }

    @discardableResult
    func add(_ entry: Entry, newest time: Int64) -> SeriesIndex {
        let index = entries.count
        entries.append(entry)
        // What the agent computes it never computes twice.
        newest.append(entry.metric.isDerived ? time : max(time, newestLost))
        derived.append(entry.metric.isDerived)
        indexes[Name(machine: entry.machine, metric: entry.metric)] = index
        return index
    }
}

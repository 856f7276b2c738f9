public import SyncWire
public import Telemetry

/// Readings that are not there any more, by machine and hour, on the way into gap manifests.
public struct GapTally: Sendable, Equatable {
    struct Key: Hashable, Comparable {
        let machine: MachineKey
        let hour: Int64

        static func < (left: Key, right: Key) -> Bool {
            (left.machine, left.hour) < (right.machine, right.hour)
        }
    }

    struct Row: Sendable, Equatable {
        var from: Int64
        var to: Int64
        var readings: UInt64

        mutating func add(_ other: Row) {
            from = min(from, other.from)
            to = max(to, other.to)
            readings += other.readings
        }
    }

    /// Manifests of one step at most; past it one stands for all machines.
    public static let manifestsMax = 128

    private(set) var rows: [Key: Row] = [:]

    /// Nothing is missing.
    public init() {}

    /// Everything that a segment holds is gone.
    public init(_ content: SegmentContent) {
        for block in content.blocks {
            if !block.isDerived {
                add(block.machine, block.times, readings: UInt64(block.columns.count))
            } else if block.columns.contains(where: { MetricAggregate.parse($0.metric) != nil }) {
                // Their readings are in the manifests of the thinning; that the aggregates are gone too is said here.
                add(block.machine, block.times, readings: 0)
            }
        }
    }

    /// Whether nothing is missing.
    public var isEmpty: Bool { rows.isEmpty }

    /// All readings together.
    public var readings: UInt64 { rows.values.reduce(0) { $0 + $1.readings } }

    /// Notes readings of a machine between two times within one hour, microseconds since 1970.
    public mutating func add(_ machine: MachineKey, from: Int64, to: Int64, readings: UInt64) {
        add(Key(machine: machine, hour: Self.hour(from)), Row(from: from, to: to, readings: readings))
    }

    /// Adds what another one has.
    public mutating func add(_ other: GapTally) {
        for (key, row) in other.rows { add(key, row) }
    }

    /// One manifest for each machine and hour, in order; when those are too many, one for all.
    ///
    /// `segment` names the one segment that all of it was in, where the hub may have that one.
    public func manifests(
        reason: String, thinnedToSeconds: UInt32?, segment: SegmentReference? = nil, at now: Timestamp
    ) -> [GapManifest] {
        func manifest(_ machine: MachineKey?, _ row: Row) -> GapManifest {
            GapManifest(
                machine: machine, metric: nil, from: Timestamp(microseconds: row.from),
                to: Timestamp(microseconds: row.to), readings: row.readings, reason: reason,
                thinnedToSeconds: thinnedToSeconds, segment: segment, at: now)
        }
        guard rows.count > Self.manifestsMax else {
            return rows.sorted { $0.key < $1.key }.map { manifest($0.key.machine, $0.value) }
        }
        var all: Row?
        for row in rows.values {
            if all == nil { all = row } else { all?.add(row) }
        }
        return all.map { [manifest(nil, $0)] } ?? []
    }

    /// So many readings at each of some times that never fall, hour by hour.
    private mutating func add(_ machine: MachineKey, _ times: [Int64], readings: UInt64) {
        var start = 0
        while start < times.count {
            let hour = Self.hour(times[start])
            var end = start + 1
            while end < times.count, times[end].subtractingSaturating(hour) < Self.hourMicroseconds { end += 1 }
            add(machine, from: times[start], to: times[end - 1], readings: UInt64(end - start) * readings)
            start = end
        }
    }

    private mutating func add(_ key: Key, _ row: Row) {
        if rows[key] == nil { rows[key] = row } else { rows[key]?.add(row) }
    }

    private static func hour(_ time: Int64) -> Int64 {
        let remainder = time % hourMicroseconds
        return time.subtractingSaturating(remainder < 0 ? remainder + hourMicroseconds : remainder)
    }

    private static let hourMicroseconds: Int64 = 3_600_000_000
}

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

    /// Manifests of one step that tell hours apart: about 130 bytes of the store each, an eighth of what is kept free
    /// for events.
    ///
    /// Past it one stands for several hours of a machine, and there are never more than that or one a machine.
    public static let manifestsMax = 4_096

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

    /// One manifest for each machine and hour, in order.
    ///
    /// When those are more than `most`, hours of a machine that follow each other are one; when that is not enough, all
    /// hours of a machine. None stands for several machines: nobody could say then how much of it is whose. `segment`
    /// names the one segment that all of it was in, where the hub may have that one.
    public func manifests(
        reason: String, thinnedToSeconds: UInt32?, segment: SegmentReference? = nil, most: Int = manifestsMax,
        at now: Timestamp
    ) -> [GapManifest] {
        var spans = rows.sorted { $0.key < $1.key }.map {
            Span(machine: $0.key.machine, row: $0.value, last: $0.key.hour)
        }
        if spans.count > most { spans = Self.joined(spans, within: Self.hourMicroseconds) }
        if spans.count > most { spans = Self.joined(spans, within: .max) }
        return spans.map { span in
            GapManifest(
                machine: span.machine, metric: nil, from: Timestamp(microseconds: span.row.from),
                to: Timestamp(microseconds: span.row.to), readings: span.row.readings, reason: reason,
                thinnedToSeconds: thinnedToSeconds, segment: segment, at: now)
        }
    }

    /// Some hours of a machine, of which the last begins at `last`.
    private struct Span {
        var machine: MachineKey
        var row: Row
        var last: Int64
    }

    /// Makes one of those of a machine whose hours begin no further apart.
    private static func joined(_ spans: [Span], within distance: Int64) -> [Span] {
        var joined: [Span] = []
        for span in spans {
            let place = joined.count - 1
            if place >= 0, joined[place].machine == span.machine,
                span.last.subtractingSaturating(joined[place].last) <= distance
            {
                joined[place].row.add(span.row)
                joined[place].last = span.last
            } else {
                joined.append(span)
            }
        }
        return joined
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

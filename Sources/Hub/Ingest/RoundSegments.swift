package import HubStore
package import SyncCore
package import SyncWire
package import Telemetry

/// The segments of a round, read one after the other: kept is what a plan asks of each, and what it holds in the form
/// in which it is inserted, as far as that takes little memory.
///
/// Rounds of agents stay within `packedBytesMax`, about 1 MiB for each of their 16 segments. A round may expand to four
/// million values, each of which may become several hundred bytes; what does not fit is read a second time, within the
/// transaction, when it is that segment's turn.
package struct RoundSegments: Sendable {
    /// Memory that packed segments of one round may take while they wait for their turn.
    package static let packedBytesMax = 32 << 20

    /// One segment without its bytes.
    package struct Segment: Sendable {
        /// Its times and whether it was folded (`SegmentContent.outline`), or why it is not taken.
        package var outline: Result<SegmentContent, SegmentRejection>
        /// The machines that it has readings of.
        package var machines: Set<MachineKey> = []
        /// What it holds; nothing where it is to be read again.
        package var packed: PackedSegment?
    }

    private let records: [SegmentRecord]
    /// In the order of the round.
    package private(set) var all: [Segment] = []
    /// The days of its readings, in days since 1970-01-01, as far as they were asked for.
    package private(set) var days: Set<Int64> = []

    /// Reads segments; of their days those of a window are noted.
    package init(_ records: [SegmentRecord], window: ClosedRange<Int64>?) {
        self.records = records
        var room = Self.packedBytesMax
        for record in records {
            switch HubRound.inspect(record).content {
            case .failure(let rejection): all.append(Segment(outline: .failure(rejection)))
            case .success(let content):
                var segment = Segment(outline: .success(content.outline), machines: content.machines)
                if let window { days.formUnion(content.days(in: window)) }
                if room > 0, content.values <= SegmentParts.valuesMax {
                    let packed = PackedSegment(content)
                    let bytes = packed.footprint
                    if bytes <= room {
                        segment.packed = packed
                        room -= bytes
                    }
                }
                all.append(segment)
            }
        }
    }

    /// What a plan is made of.
    var inspected: [InspectedRound.Segment] {
        zip(records, all).map { InspectedRound.Segment(record: $0, content: $1.outline) }
    }

    /// The round that they came with.
    func round(of request: RoundRequest) -> InspectedRound {
        var others = request
        others.segments = []
        var round = HubRound.inspect(others)
        round.request = request
        round.segments = inspected
        return round
    }
}

extension SegmentContent {
    /// As much of a content as a plan asks for: from when to when it is, and whether readings were folded.
    var outline: SegmentContent {
        guard let machine = blocks.first?.machine else { return SegmentContent(blocks: []) }
        let folded = blocks.lazy.flatMap(\.columns).first { MetricAggregate.parse($0.metric) != nil }
        let columns = folded.map { [SegmentColumn(metric: $0.metric, unit: $0.unit, values: [])] } ?? []
        let times = timeRange.map { [$0.lowerBound, $0.upperBound] } ?? []
        return SegmentContent(
            blocks: [SegmentBlock(machine: machine, isDerived: true, times: times, columns: columns)])
    }
}

internal import SyncWire
internal import Telemetry

/// Looks readings up in sealed segments, for messages that come late or again.
///
/// A few decoded segments are kept: what is delivered again after a crash lies in the newest one or two.
final class SealedReadings {
    /// What is known of a series at a time.
    enum Finding {
        case value(Double)
        case nothing
        /// A segment of that time cannot be read: nobody knows what it held.
        case unreadable
    }

    private struct Decoded {
        let seq: UInt64
        /// Nothing where it cannot be read.
        let content: SegmentContent?
    }

    private var kept: [Decoded] = []
    private let keptMax = 3
    private let files: any StoreFiles
    private let ledger: SegmentLedger

    init(files: any StoreFiles, ledger: SegmentLedger) {
        self.files = files
        self.ledger = ledger
    }

    /// What a series holds at a time in the segments that are still there.
    ///
    /// A segment that cannot be read may be at the hub, so what it may have held is not to be taken again.
    func finding(of entry: SeriesTable.Entry, at time: Int64) throws(StoreError) -> Finding {
        var finding = Finding.nothing
        for segment in try ledger.covering(time) {
            guard let content = try content(segment) else {
                finding = .unreadable
                continue
            }
            for block in content.blocks where block.machine == entry.machine {
                guard let column = block.columns.first(where: { $0.metric == entry.metric }) else { continue }
                if let place = Self.place(of: time, in: block.times) { return .value(column.values[place]) }
            }
        }
        return finding
    }

    /// Whether a listed segment holds a reading that another segment's content holds too.
    func holdsAny(of content: SegmentContent) throws(StoreError) -> Bool {
        for block in content.blocks {
            for column in block.columns {
                let entry = SeriesTable.Entry(machine: block.machine, metric: column.metric, unit: column.unit)
                for time in block.times {
                    if case .value = try finding(of: entry, at: time) { return true }
                }
            }
        }
        return false
    }

    /// Lets go of what it keeps, to give the memory back.
    func removeAll() {
        kept = []
    }

    private func content(_ segment: SegmentLedger.Entry) throws(StoreError) -> SegmentContent? {
        if let place = kept.firstIndex(where: { $0.seq == segment.seq }) { return kept[place].content }
        let bytes = try files.read(segment.file)
        let content = bytes.flatMap { try? SegmentCodec.decode($0) }
        if kept.count == keptMax { kept.removeFirst() }
        kept.append(Decoded(seq: segment.seq, content: content))
        return content
    }

    private static func place(of time: Int64, in times: [Int64]) -> Int? {
        var low = 0
        var high = times.count
        while low < high {
            let middle = (low + high) / 2
            if times[middle] < time { low = middle + 1 } else { high = middle }
        }
        return low < times.count && times[low] == time ? low : nil
    }
}

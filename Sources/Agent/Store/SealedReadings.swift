internal import SyncWire
internal import Telemetry

/// Looks readings up in sealed segments, for messages that come late or again.
///
/// A few decoded segments are kept: what is delivered again after a crash lies in the newest one or two.
final class SealedReadings {
    private struct Decoded {
        let seq: UInt64
        let content: SegmentContent
    }

    private var kept: [Decoded] = []
    private let keptMax = 3
    private let files: any StoreFiles
    private let ledger: SegmentLedger

    init(files: any StoreFiles, ledger: SegmentLedger) {
        self.files = files
        self.ledger = ledger
    }

    /// The value that a series holds at a time in any segment that is still there.
    ///
    /// A segment that cannot be read is passed over: sending it finds and reports the damage.
    func value(of entry: SeriesTable.Entry, at time: Int64) throws(StoreError) -> Double? {
        for segment in try ledger.covering(time) {
            guard let content = try content(segment) else { continue }
            for block in content.blocks where block.machine == entry.machine {
                guard let column = block.columns.first(where: { $0.metric == entry.metric }) else { continue }
                if let place = Self.place(of: time, in: block.times) { return column.values[place] }
            }
        }
        return nil
    }

    /// Lets go of what it keeps, to give the memory back.
    func removeAll() {
        kept = []
    }

    private func content(_ segment: SegmentLedger.Entry) throws(StoreError) -> SegmentContent? {
        if let place = kept.firstIndex(where: { $0.seq == segment.seq }) { return kept[place].content }
        guard let bytes = try files.read(segment.file), let content = try? SegmentCodec.decode(bytes) else {
            return nil
        }
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

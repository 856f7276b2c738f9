internal import HubPlant
internal import Telemetry

extension PackedChunk {
    /// Adds its readings from one moment up to another to a series.
    func append(to series: inout ReadingsSeries, from: Timestamp, to: Timestamp) {
        let numbers = values.values(count: count)
        if qualities != nil && series.qualities.isEmpty {
            series.qualities = Array(repeating: .good, count: series.times.count)
        }
        for (index, time) in times.enumerated() where time >= from.microseconds && time < to.microseconds {
            series.times.append(Timestamp(microseconds: time))
            series.values.append(numbers[index])
            guard qualities != nil || !series.qualities.isEmpty else { continue }
            let quality = qualities.map { Quality(rawValue: UInt8(clamping: $0[index])) ?? .bad }
            series.qualities.append(quality ?? .good)
        }
    }
}

internal import HubPlant
internal import Telemetry

/// One row of `chunks`, unpacked: the readings of a series within a day (the formula stands at the table).
struct StoredChunk {
    /// The columns that `init(row:)` reads.
    static let columns = """
        t0, step, v0, n, tick, scale, coalesce(d8, d4::bigint[], d2::bigint[]) AS d,
        coalesce(v8, v4::bigint[], v2::bigint[]) AS v, vf, q
        """

    let times: [Timestamp]
    let values: [Double]
    /// Empty when all are good.
    let qualities: [Quality]

    /// Throws `columnMismatch` for a row whose columns do not belong together.
    init(row: PostgresRow) throws {
        let count: Int = try row.value("n")
        let residuals: [Int64]? = try row.value("d")
        let scaled: [Int64]? = try row.value("v")
        let floats: [Double]? = try row.value("vf")
        let marks: [Int16]? = try row.value("q")
        let start: Int64 = try row.value("t0")
        let step: Int64 = try row.value("step")
        let tick: Int64 = try row.value("tick")
        let base: Int64 = try row.value("v0")
        let scale: Double = try row.value("scale")
        let lengths = [residuals?.count, scaled?.count, floats?.count, marks?.count].compactMap(\.self)
        guard lengths.allSatisfy({ $0 == count }) else {
            throw PostgresFailure(
                kind: .columnMismatch, detail: "a chunk of \(count) readings has arrays of \(lengths)")
        }
        times = (0..<count).map { index in
            Timestamp(microseconds: start &+ tick &* (step &* Int64(index) &+ (residuals?[index] ?? 0)))
        }
        values = floats ?? (0..<count).map { Double(base &+ (scaled?[$0] ?? 0)) / scale }
        qualities = marks?.map { Quality(rawValue: UInt8(clamping: $0)) ?? .bad } ?? []
    }

    /// The readings from one moment up to another.
    func append(to series: inout ReadingsSeries, from: Timestamp, to: Timestamp) {
        for index in times.indices where times[index] >= from && times[index] < to {
            if !qualities.isEmpty && series.qualities.isEmpty {
                series.qualities = Array(repeating: .good, count: series.times.count)
            }
            series.times.append(times[index])
            series.values.append(values[index])
            if !series.qualities.isEmpty { series.qualities.append(qualities.isEmpty ? .good : qualities[index]) }
        }
    }
}

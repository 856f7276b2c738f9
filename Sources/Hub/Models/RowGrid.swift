public import HubPlant
public import Telemetry

/// Puts readings of several metrics together into rows: what all of them were at one moment.
///
/// Time is cut into cells of one and a half of the slowest feature's usual interval, so that each cell has a reading of
/// each; the last one of the cell counts. A cell in which a feature is missing gives no row: what is not known would be
/// filled up with the median, and a forest would learn that the median is what is normal with everything.
public struct RowGrid: Sendable, Equatable {
    /// The features in the order of a row's values.
    public let features: [MetricName]
    /// Row after row.
    public private(set) var values: [Double] = []
    /// The time of each row's newest reading.
    public private(set) var times: [Timestamp] = []
    /// How many readings of each feature were taken in.
    public private(set) var found: [Int]

    /// A grid without rows.
    public init(features: [MetricName]) {
        self.features = features
        found = features.map { _ in 0 }
    }

    /// How many rows there are.
    public var count: Int { times.count }

    /// The readings of each feature, for a refusal.
    public var counts: [FitRefusal.FeatureCount] {
        zip(features, found).map { FitRefusal.FeatureCount(metric: $0, readings: $1) }
    }

    /// Takes in a window of time: a series for each feature in their order, each in the order of time.
    ///
    /// Bad readings and such as are no numbers are left out.
    public mutating func add(_ series: [ReadingsSeries]) {
        let columns = series.map(Self.trusted)
        for (feature, column) in columns.enumerated() { found[feature] += column.count }
        guard columns.count == features.count, let begin = columns.compactMap({ $0.first?.time }).min(),
            columns.allSatisfy({ !$0.isEmpty })
        else { return }
        let gap = columns.map(Self.usualGap).max() ?? 0
        let cell = max(1, gap + gap / 2)
        let cells = columns.map { Self.lastOfCells($0, from: begin, cell: cell) }
        var places = cells.map { _ in 0 }
        while zip(places, cells).allSatisfy({ $0 < $1.count }) {
            let heads = zip(places, cells).map { $1[$0] }
            let latest = heads.map(\.cell).max() ?? 0
            if heads.allSatisfy({ $0.cell == latest }) {
                values += heads.map(\.value)
                times.append(heads.map(\.time).max() ?? begin)
                places = places.map { $0 + 1 }
            } else {
                for index in places.indices where heads[index].cell < latest { places[index] += 1 }
            }
        }
    }

    /// At most so many of the rows, evenly.
    public func thinned(to most: Int) -> RowGrid {
        guard count > most, most > 0 else { return self }
        var thin = RowGrid(features: features)
        thin.found = found
        for index in 0..<most {
            let row = index * count / most
            thin.values += values[row * features.count..<(row + 1) * features.count]
            thin.times.append(times[row])
        }
        return thin
    }

    private struct Reading {
        var time: Timestamp
        var value: Double
    }

    private struct CellReading {
        var cell: Int64
        var time: Timestamp
        var value: Double
    }

    private static func trusted(_ series: ReadingsSeries) -> [Reading] {
        series.values.indices.compactMap { index in
            let isBad = !series.qualities.isEmpty && series.qualities[index] == .bad
            return isBad || !series.values[index].isFinite
                ? nil : Reading(time: series.times[index], value: series.values[index])
        }
    }

    /// The median time between two readings, microseconds; 0 for fewer than two.
    private static func usualGap(_ column: [Reading]) -> Int64 {
        let gaps = zip(column, column.dropFirst()).map { $1.time.microseconds - $0.time.microseconds }.sorted()
        return gaps.isEmpty ? 0 : gaps[gaps.count / 2]
    }

    private static func lastOfCells(_ column: [Reading], from begin: Timestamp, cell: Int64) -> [CellReading] {
        var cells: [CellReading] = []
        for reading in column {
            let next = CellReading(
                cell: (reading.time.microseconds - begin.microseconds) / cell, time: reading.time,
                value: reading.value)
            if cells.last?.cell == next.cell { cells[cells.count - 1] = next } else { cells.append(next) }
        }
        return cells
    }
}

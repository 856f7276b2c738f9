public import AnalyticsForecast
public import Telemetry

/// How far an energy schedule reaches.
public enum EnergyHorizon: String, Sendable, CaseIterable {
    case day
    case week

    /// Its hours.
    public var hours: Int { self == .day ? 24 : 168 }

    /// The newest stretch that begins at midnight and of which eleven of twelve hours are known, its gaps filled by the
    /// mean of the nearest known hours; nothing when there is none.
    public func newest(of series: HourlySeries) -> (start: Timestamp, powers: [Double], filled: Int)? {
        let all = series.latest(series.count)
        guard all.count >= hours else { return nil }
        for start in stride(from: all.count - hours, through: 0, by: -1) {
            guard HourOfWeek.of(all[start].time) % 24 == 0 else { continue }
            let values = all[start..<start + hours].map(\.value)
            let missing = values.count(where: \.isNaN)
            if missing * 12 <= hours { return (all[start].time, Self.filled(values), missing) }
        }
        return nil
    }

    private static func filled(_ values: [Double]) -> [Double] {
        values.indices.map { index in
            if !values[index].isNaN { return values[index] }
            let near = [values[..<index].last { !$0.isNaN }, values[index...].first { !$0.isNaN }].compactMap(\.self)
            return near.reduce(0, +) / Double(near.count)
        }
    }
}

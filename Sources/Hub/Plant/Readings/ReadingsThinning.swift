internal import Telemetry

extension ReadingsSeries {
    /// At most `points` of the series, without losing a peak: of each stretch of time the least and the greatest stay.
    ///
    /// The first and the last reading stay too. Buckets of rollups are merged: their extremes stay, the mean is that of
    /// the merged means.
    public func thinned(to points: Int) -> ReadingsSeries {
        guard times.count > points, points >= 2 else { return self }
        return minima.isEmpty ? withExtremes(points) : withMergedBuckets(points)
    }

    private func withExtremes(_ points: Int) -> ReadingsSeries {
        var kept: [Int] = [0]
        let stretches = (points - 2) / 2
        for stretch in 0..<stretches {
            let range = 1 + stretch * (times.count - 2) / stretches..<1 + (stretch + 1) * (times.count - 2) / stretches
            guard let least = range.min(by: { values[$0] < values[$1] }),
                let greatest = range.max(by: { values[$0] < values[$1] })
            else { continue }
            kept.append(min(least, greatest))
            if least != greatest { kept.append(max(least, greatest)) }
        }
        kept.append(times.count - 1)
        var thin = self
        thin.times = kept.map { times[$0] }
        thin.values = kept.map { values[$0] }
        if !qualities.isEmpty { thin.qualities = kept.map { qualities[$0] } }
        return thin
    }

    private func withMergedBuckets(_ points: Int) -> ReadingsSeries {
        var thin = ReadingsSeries(metric: metric, unit: unit, isDerived: isDerived)
        for group in 0..<points {
            let range = group * times.count / points..<(group + 1) * times.count / points
            guard let first = range.first else { continue }
            thin.times.append(times[first])
            thin.values.append(values[range].reduce(0, +) / Double(range.count))
            thin.minima.append(minima[range].min() ?? values[first])
            thin.maxima.append(maxima[range].max() ?? values[first])
        }
        return thin
    }
}

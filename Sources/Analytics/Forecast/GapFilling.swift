/// Fills gaps so that what is learned has a value for each hour.
///
/// A gap takes the shape of the same hours in the nearest weeks that know them, moved so that it meets what is known
/// at both ends. Past errors count what was filled like what was measured.
enum GapFilling {
    private static let week = 168

    /// The values with every gap filled; zeros when nothing is known.
    static func filled(_ values: [Double]) -> [Double] {
        var result = values
        var index = 0
        while index < values.count {
            guard values[index].isNaN else {
                index += 1
                continue
            }
            var end = index
            while end < values.count, values[end].isNaN { end += 1 }
            fill(index..<end, values, &result)
            index = end
        }
        return result
    }

    private static func fill(_ gap: Range<Int>, _ values: [Double], _ result: inout [Double]) {
        let before = gap.lowerBound > 0 ? gap.lowerBound - 1 : nil
        let after = gap.upperBound < values.count ? gap.upperBound : nil
        // Without both ends there is no line to hold on to; the one that is there is held.
        let start = offset(at: before, values) ?? offset(at: after, values) ?? 0
        let end = offset(at: after, values) ?? start
        let fallback = before.map { result[$0] } ?? after.map { values[$0] } ?? 0
        for index in gap {
            let part = Double(index - gap.lowerBound + 1) / Double(gap.count + 1)
            guard let usual = usual(at: index, values) else {
                let other = after.map { values[$0] } ?? fallback
                result[index] = fallback + part * (other - fallback)
                continue
            }
            result[index] = usual + start + part * (end - start)
        }
    }

    /// How far a known value is from the usual one.
    private static func offset(at index: Int?, _ values: [Double]) -> Double? {
        guard let index, let usual = usual(at: index, values) else { return nil }
        return values[index] - usual
    }

    /// The mean of the nearest known value a whole number of weeks earlier and the nearest later.
    private static func usual(at index: Int, _ values: [Double]) -> Double? {
        var found: [Double] = []
        for step in [-week, week] {
            var place = index + step
            while values.indices.contains(place), values[place].isNaN { place += step }
            if values.indices.contains(place) { found.append(values[place]) }
        }
        return found.isEmpty ? nil : found.reduce(0, +) / Double(found.count)
    }
}

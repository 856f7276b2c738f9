extension ChannelScale {
    /// A thousandth of a row for each row: enough that sensors that say the same share the weight.
    private static let ridge = 1e-3

    /// Learned from units that ran to their end; nothing when no sensor varies.
    init?(units: [UnitHistory], width: Int, cap: Double) {
        var places: [Int] = []
        var (means, deviations): ([Double], [Double]) = ([], [])
        for place in 0..<width {
            let (mean, deviation) = Self.spread(of: place, units: units, width: width)
            // A sensor whose digits do not move, beyond what rounding does, says nothing.
            guard deviation > 1e-9 * max(1, abs(mean)) else { continue }
            places.append(place)
            means.append(mean)
            deviations.append(deviation)
        }
        guard !places.isEmpty else { return nil }
        let open = ChannelScale(
            places: places, means: means, deviations: deviations, level: 0,
            weights: [Double](repeating: 0, count: places.count))
        let weights = open.healthWeights(units: units, width: width, cap: cap)
        self.init(
            places: places, means: means, deviations: deviations, level: weights[places.count],
            weights: Array(weights.prefix(places.count)))
    }

    private static func spread(of place: Int, units: [UnitHistory], width: Int) -> (mean: Double, deviation: Double) {
        var (mean, square, count) = (0.0, 0.0, 0.0)
        for unit in units {
            for index in stride(from: place, to: unit.values.count, by: width) where unit.values[index].isFinite {
                // Welford's update (Technometrics 1962), which loses no digits.
                count += 1
                let way = unit.values[index] - mean
                mean += way / count
                square += way * (unit.values[index] - mean)
            }
        }
        return (mean, count > 1 ? (square / (count - 1)).squareRoot() : 0)
    }

    /// Ridge regression of the part of life left on the sensors; the last weight is the constant's.
    private func healthWeights(units: [UnitHistory], width: Int, cap: Double) -> [Double] {
        let size = places.count + 1
        var moments = [Double](repeating: 0, count: size * size)
        var products = [Double](repeating: 0, count: size)
        var rows = 0.0
        for unit in units {
            let end = unit.cycles.last ?? 0
            for (row, cycle) in zip(channels(of: unit, width: width), unit.cycles) {
                let health = min(cap, end - cycle) / cap
                let values = row.prefix(places.count).map { Double($0) } + [1]
                for first in 0..<size {
                    products[first] += values[first] * health
                    for second in 0...first { moments[first * size + second] += values[first] * values[second] }
                }
                rows += 1
            }
        }
        for index in 0..<size { moments[index * size + index] += Self.ridge * rows }
        return Self.solved(moments, products)
    }

    /// Solves for a symmetric matrix of which the lower half is given (Cholesky); it is definite by its ridge.
    private static func solved(_ moments: [Double], _ products: [Double]) -> [Double] {
        let size = products.count
        var root = moments
        for row in 0..<size {
            for column in 0...row {
                var sum = root[row * size + column]
                for index in 0..<column { sum -= root[row * size + index] * root[column * size + index] }
                root[row * size + column] =
                    row == column
                    ? max(sum, .leastNormalMagnitude).squareRoot()
                    : sum / root[column * size + column]
            }
        }
        var values = products
        for row in 0..<size {
            for index in 0..<row { values[row] -= root[row * size + index] * values[index] }
            values[row] /= root[row * size + row]
        }
        for row in (0..<size).reversed() {
            for index in row + 1..<size { values[row] -= root[index * size + row] * values[index] }
            values[row] /= root[row * size + row]
        }
        return values
    }
}

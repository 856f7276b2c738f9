internal import Runtime

/// Draws machines from the joint normal distributions of both filters.
struct PathDrawing {
    private let twin: CalibratedTwin
    private let heatRoot: [[Double]]
    private let shakeRoot: [[Double]]

    init(_ twin: CalibratedTwin) {
        self.twin = twin
        let heat = twin.heat.columns
        heatRoot = Covariance.root([heat.0, heat.1, heat.2, heat.3].map { column in (0..<4).map { column[$0] } })
        let shake = twin.shake.columns
        shakeRoot = Covariance.root([shake.0, shake.1, shake.2].map { column in (0..<3).map { column[$0] } })
    }

    /// The next machine.
    func draw(_ random: inout SeededRandom) -> PathDraw {
        let heat = Self.drawn(twin.heat.mean, heatRoot, twin.heat.low, twin.heat.high, &random)
        let shake = Self.drawn(twin.shake.mean, shakeRoot, twin.shake.low, twin.shake.high, &random)
        let perWear = twin.profile.vibrationPerWear
        let spread = 1 + VibrationFilter.wearSpread * random.normal()
        let rate = perWear > 0 ? shake[2] / perWear : twin.profile.wearRate * max(0.1, spread)
        return PathDraw(
            temperature: heat[0], rise: heat[HeatFilter.rise], ambient: heat[HeatFilter.ambient],
            decay: heat[HeatFilter.decay].exponential, perLoad: shake[0], offset: shake[1],
            wear: TwinState.part(twin.wearAtStart + rate * twin.exposure), wearRate: rate)
    }

    private static func drawn(
        _ mean: SIMD4<Double>, _ root: [[Double]], _ low: SIMD4<Double>, _ high: SIMD4<Double>,
        _ random: inout SeededRandom
    ) -> SIMD4<Double> {
        var drawn = mean
        for column in root.indices {
            let normal = random.normal()
            for row in column..<root.count { drawn[row] += root[row][column] * normal }
        }
        for index in 0..<4 { drawn[index] = min(max(drawn[index], low[index]), high[index]) }
        return drawn
    }
}

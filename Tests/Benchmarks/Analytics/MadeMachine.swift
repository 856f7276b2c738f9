import Runtime
import Telemetry

/// Readings of an invented machine of eight metrics that follow one load, by day and night, with noise of their own.
struct MadeMachine {
    static let metrics = 8

    private var random = SeededRandom(seed: 7)
    private var load = 0.0

    /// So many readings, one after the other in flat rows.
    mutating func rows(_ count: Int) -> [[Double]] {
        (0..<count).map { index -> [Double] in
            load += (random.normal() - load) * 0.05
            let shift = index / 20_000 % 2 == 0 ? 1.0 : 0.4
            return (0..<Self.metrics).map { metric -> Double in
                let place = Double(metric)
                let noise: Double = (0.5 + 0.1 * place) * random.normal()
                return 20 + 5 * place + shift * (3 + place) * load + noise
            }
        }
    }

    /// The moment of a reading: one in two seconds.
    static func time(of reading: Int) -> Timestamp { Timestamp(seconds: 1_800_000_000 + 2 * Int64(reading)) }
}

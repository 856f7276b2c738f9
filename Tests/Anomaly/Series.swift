import Foundation
import Runtime

/// Series whose readings are all normal, repeatable by their seed.
enum Series: String, CaseIterable, Sendable {
    case gaussian, laplace, skewed, memory, longMemory, season, quantised, ramp

    func values(count: Int, seed: UInt64) -> [Double] {
        var random = SeededRandom(seed: seed)
        var state = 0.0
        return (0..<count).map { index in
            let noise = random.normal()
            switch self {
            case .gaussian: return 50 + noise
            case .laplace: return 50 - (random.unit() < 0.5 ? -1 : 1) * log(1 - random.unit())
            case .skewed: return 1 + 0.2 * exp(0.5 * noise)
            case .memory: state = 0.7 * state + noise
            case .longMemory: state = 0.95 * state + noise
            case .season: return 60 + 10 * sin(2 * .pi * Double(index) / 43_200) + noise
            case .quantised: return (60 + noise).rounded()
            case .ramp: return 0.001 * Double(index) + noise
            }
            return 60 + state
        }
    }
}

import AnalyticsAnomaly
import Foundation
import Runtime
import Testing

@Suite("The tails of four views at once")
struct ViewTailsTests {
    /// One view, as plainly as it can be said: a count a bin, summed one by one.
    struct PlainView {
        var counts = [Double](repeating: 0, count: 128)
        var total = 0.0
        var weight = 1.0

        static func bin(_ distance: Float) -> (index: Int, inside: Double) {
            let place = (log2(max(1e-6, Double(abs(distance)))) + 4) * 6
            let held = place.isNaN ? 0 : min(63, max(0, place))
            return ((distance.sign == .minus ? 0 : 64) + Int(held), held - Double(Int(held)))
        }

        func tail(_ distance: Float) -> Double {
            let (index, inside) = Self.bin(distance)
            let rest = counts[(index + 1)..<(index < 64 ? 64 : 128)].reduce(0, +)
            let prior = 10 * weight
            let usual = prior * 0.5 * exp(-Double(abs(distance)))
            return min(1, 2 * (counts[index] * (1 - inside) + rest + usual) / (total + prior))
        }

        mutating func learn(_ distance: Float, part: Double) {
            counts[Self.bin(distance).index] += weight * part
            total += weight * part
            weight *= 1 + part / 43_200
        }
    }

    /// Distances as they come: of one spread mostly, some of them far out, 0, huge or infinite.
    static func distances(_ random: inout SeededRandom) -> SIMD4<Float> {
        func one(_ random: inout SeededRandom) -> Float {
            switch random.next() % 100 {
            case 0: 0
            case 1: .infinity
            case 2: -Float(exp(40 * random.unit()))
            case 3...9: Float(12 * random.normal())
            default: Float(1.2 * random.normal())
            }
        }
        return SIMD4(one(&random), one(&random), one(&random), one(&random))
    }

    @Test("what they say is what plain counting says, with all that was learned before", arguments: 0..<4)
    func plain(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var tails = ViewTails()
        var views = [PlainView](repeating: PlainView(), count: ViewTails.views)
        var farthest = 0.0
        for reading in 0..<20_000 {
            let distances = Self.distances(&random)
            let pace: Float = reading / 1_000 % 4 == 3 ? 1.0 / 16 : 1
            let expected = (0..<4).map { views[$0].tail(distances[$0]) }.min() ?? 1
            let said = Double(tails.weigh(distances, pace: pace))
            farthest = max(farthest, abs(said - expected) / max(expected, 1e-16))
            for view in 0..<4 { views[view].learn(distances[view], part: Double(pace) * (said < 1e-3 ? 0.25 : 1)) }
        }
        #expect(farthest < 1e-4, "off by \(farthest) of what is so")
    }

    @Test("counts are made small again before they are too large for what is added, and say the same")
    func rescaled() {
        var random = SeededRandom(seed: 9)
        var (young, old) = (ViewTails(), ViewTails())
        // A weight of 10 000 is reached after ln(10 000) memories: 398 000 readings, or 19 900 that count for twenty.
        for reading in 0..<22_500 {
            let distances = SIMD4<Float>(repeating: Float(random.normal()))
            _ = old.weigh(distances, pace: 20)
            if reading >= 10_000 { _ = young.weigh(distances, pace: 20) }
        }
        for distance in [0.1, 1, 2, 3] as [Float] {
            let distances = SIMD4<Float>(repeating: distance)
            let (one, other) = (young.weigh(distances, pace: 0), old.weigh(distances, pace: 0))
            #expect(abs(one - other) < 0.03 * max(one, 0.05), "\(distance): \(one), \(other)")
        }
    }

    @Test("not a number is as 0, never a trap")
    func notANumber() {
        var tails = ViewTails()
        #expect(tails.weigh(SIMD4(repeating: .nan), pace: 1) <= 1)
        #expect(tails.weigh(SIMD4(.nan, 1, -.infinity, .infinity), pace: 1) <= 1)
    }

    @Test("logarithms and exponentials of four are the library's")
    func functions() {
        var random = SeededRandom(seed: 3)
        for _ in 0..<20_000 {
            let numbers = SIMD4<Float>(
                Float(exp(80 * (random.unit() - 0.5))), Float(random.unit() + 1e-6), Float(1 + random.unit()), 1)
            let logarithms = FourAtOnce.log2(numbers)
            let sizes = SIMD4<Float>(Float(100 * random.unit()), Float(5 * random.unit()), 0, Float(random.unit()))
            let parts = FourAtOnce.expMinus(sizes)
            for lane in 0..<4 {
                let logarithm = log2(Double(numbers[lane]))
                #expect(abs(Double(logarithms[lane]) - logarithm) <= 2e-7 * max(1, abs(logarithm)))
                let part = exp(-Double(min(sizes[lane], 80)))
                #expect(abs(Double(parts[lane]) - part) <= 1e-5 * part)
            }
        }
    }
}

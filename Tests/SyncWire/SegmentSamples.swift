import Foundation
import Runtime
import SyncWire
import Telemetry
import Testing

/// Contents of segments to try the codec on.
enum SegmentSamples {
    static func key(_ machine: String) throws -> MachineKey {
        try #require(MachineKey(factory: "factory", machine: machine))
    }

    static func column(_ metric: String, _ values: [Double], unit: String = "", qualities: [UInt8]? = nil) throws
        -> SegmentColumn
    {
        SegmentColumn(metric: try #require(MetricName(metric)), unit: unit, values: values, qualities: qualities)
    }

    /// What the load generator sends: a slow sine with noise of four decimals and spikes, and a counter.
    static func load(machines: Int, rows: Int) throws -> SegmentContent {
        var random = SeededRandom(seed: 7)
        return SegmentContent(
            blocks: try (0..<machines).map { machine in
                var time = 1_763_712_000_000_000 + random.unit() * 1e6
                let times = (0..<rows).map { _ in
                    time += 4_000
                    return Int64(time + random.unit() * 1_000)
                }
                let values = (0..<rows).map { row in
                    let level = 60 + 10 * sin(Double(row) / 160 + Double(machine))
                    let value = level + random.unit() - 0.5 + (row % 997 == 996 ? 50 : 0)
                    return (value * 10_000 + 0.5).rounded(.down) / 10_000
                }
                return SegmentBlock(
                    machine: try key("m\(machine)"), isDerived: false, times: times,
                    columns: [try column("value", values, unit: "C"), try column("seq", (0..<rows).map(Double.init))])
            })
    }

    /// What a plant sends: one reading a second, milliseconds, the decimals that sensors have.
    static func plant(machines: Int, rows: Int) throws -> SegmentContent {
        var random = SeededRandom(seed: 3)
        return SegmentContent(
            blocks: try (0..<machines).map { machine in
                var temperature = 50.0
                let times = (0..<rows).map {
                    1_763_712_000_000_000 + Int64($0) * 1_000_000 + Int64(random.unit() * 20) * 1_000
                }
                let power = (0..<rows).map { _ in ((12 + random.normal() * 0.3) * 100).rounded() / 100 }
                let warmth = (0..<rows).map { _ in
                    temperature += random.normal() * 0.02
                    return (temperature * 10).rounded() / 10
                }
                let vibration = (0..<rows).map { _ in ((2 + random.normal() * 0.2) * 100).rounded() / 100 }
                return SegmentBlock(
                    machine: try key("pump-\(machine)"), isDerived: false, times: times,
                    columns: [
                        try column("power", power, unit: "kW"), try column("temperature", warmth, unit: "°C"),
                        try column("vibration", vibration, unit: "mm/s"),
                    ])
            })
    }

    /// Walks and noise from whole numbers alone, so that every machine makes the same.
    static func golden() throws -> SegmentContent {
        var random = SeededRandom(seed: 21)
        return SegmentContent(
            blocks: try (0..<3).map { machine in
                var (time, level) = (Int64(1_763_712_000_000_000), 5_000)
                let times = (0..<400).map { _ in
                    time += 1_000_000 + Int64(random.below(900))
                    return time
                }
                let walk = (0..<400).map { _ in
                    level += random.below(21) - 10
                    return Double(level) / 100
                }
                let noise = (0..<400).map {
                    Double(600_000 + random.below(10_000) + ($0 % 97 == 0 ? 500_000 : 0)) / 10_000
                }
                return SegmentBlock(
                    machine: try key("golden-\(machine)"), isDerived: machine == 2, times: times,
                    columns: [
                        try column("walk", walk, unit: "°C"), try column("noise", noise),
                        try column(
                            "count", (0..<400).map(Double.init), qualities: times.map { UInt8($0 / 50_000_000 % 4) }),
                    ])
            })
    }

    /// Each form of a column at its odd values.
    static func odd() throws -> SegmentContent {
        let doubles: [Double] = [0, -0.0, .leastNonzeroMagnitude, -.greatestFiniteMagnitude, .pi]
        return SegmentContent(blocks: [
            SegmentBlock(
                machine: try key("odd"), isDerived: true, times: [.min, -1, 0, 1, .max],
                columns: [
                    try column("~double", doubles), try column("~single", doubles.map { Double(Float($0 / 1e300)) }),
                    try column("~decimal", [0.1, 0.2, -0.0, 0.4, 0.5], qualities: [0, 0, 1, 2, 3]),
                ]),
            SegmentBlock(
                machine: try key("table"), isDerived: false, times: (0..<64).map { $0 * 1_000_000 },
                columns: [try column("table", (0..<64).map { Double($0 * $0 % 5) * 327_584.123 })]),
            SegmentBlock(
                machine: try key("empty"), isDerived: false, times: [], columns: [try column("none", [])]),
        ])
    }

    /// Readings of a service that adds and divides: decimals of three places, a fifth of them a few doubles off.
    static func slips() throws -> SegmentContent {
        var random = SeededRandom(seed: 5)
        let values = (0..<600).map { row in
            let decimal = Double(40_000 + random.below(3_000)) / 1_000
            return row % 5 == 0 ? slipped(decimal, by: random.below(5) - 2) : decimal
        }
        let small = (0..<600).map { _ in Double(448_206_751_055 + random.below(1_000_000)) / 1e13 }
        return SegmentContent(blocks: [
            SegmentBlock(
                machine: try key("service"), isDerived: false, times: (0..<600).map { Int64($0) * 300_000_000 },
                columns: [try column("load", values, unit: "%"), try column("share", small)])
        ])
    }

    /// The double that lies so many beyond another; zero, which has none on one side, stays.
    static func slipped(_ value: Double, by steps: Int) -> Double {
        if value == 0 { return value }
        return Double(bitPattern: value.bitPattern &+ UInt64(bitPattern: Int64(steps)))
    }

    /// Anything that the types allow, from a seed.
    static func random(_ random: inout SeededRandom) throws -> SegmentContent {
        SegmentContent(
            blocks: try (0..<random.below(5)).map { block in
                let rows = [0, 1, 2, 3, 255, 256, 257, random.below(600)][random.below(8)]
                return SegmentBlock(
                    machine: try key("machine-\(block)"), isDerived: random.below(2) == 0,
                    times: times(rows, &random),
                    columns: try (0..<random.below(4)).map { index in
                        try column(
                            "metric\(index)", values(rows, &random), unit: ["", "kW", "°C"][random.below(3)],
                            qualities: random.below(3) == 0 ? (0..<rows).map { _ in UInt8(random.below(4)) } : nil)
                    })
            })
    }

    private static func times(_ rows: Int, _ random: inout SeededRandom) -> [Int64] {
        let unit = [1, 1_000, 1_000_000][random.below(3)]
        switch random.below(4) {
        case 0: return (0..<rows).map { _ in Int64(truncatingIfNeeded: random.next()) }.sorted()
        case 1: return (0..<rows).map { _ in [Int64.min, -1, 0, .max][random.below(4)] }.sorted()
        default:
            var time = Int64(random.below(1 << 40)) * Int64(unit)
            return (0..<rows).map { _ in
                time += Int64(random.below(5_000) * unit)
                return time
            }
        }
    }

    private static func values(_ rows: Int, _ random: inout SeededRandom) -> [Double] {
        let scale = [1, 10, 1_000, 1e6, 1e12][random.below(5)]
        let odd: [Double] = [
            0, -0.0, .leastNonzeroMagnitude, -.leastNonzeroMagnitude, .greatestFiniteMagnitude,
            -.greatestFiniteMagnitude, .pi, 0.1, 9_007_199_254_740_992, -9_007_199_254_740_994, 1e300, 1e-300,
        ]
        var level = random.normal() * 100
        let kind = random.below(9)
        return (0..<rows).map { row in
            level += random.normal()
            switch kind {
            case 0: return (level * scale).rounded() / scale
            case 1: return odd[random.below(odd.count)]
            case 2: return level
            case 3: return Double(Float(level))
            case 4: return Double(random.below(5)) * 0.327584
            case 7: return slipped((level * scale).rounded() / scale, by: random.below(19) - 9)
            case 8: return slipped((level * 1e14).rounded() / 1e16, by: random.below(3) - 1)
            case 5: return random.below(40) == 0 ? odd[random.below(odd.count)] : (level * 100).rounded() / 100
            default: return Double(row) + (random.below(100) == 0 ? 1e9 : 0)
            }
        }
    }
}

extension SeededRandom {
    mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }
}

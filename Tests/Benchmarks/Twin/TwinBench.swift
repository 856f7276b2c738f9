import AnalyticsTwin
import Glibc
import Telemetry

/// What the twin costs, in processor time of one thread; the best of several runs.
///
///     swift build -c release --product TwinBench && .build/release/TwinBench
@main
struct TwinBench {
    static func main() throws {
        var parameters = TwinParameters()
        parameters.heatGain = parameters.heatGain(rise: 35, power: 18)
        let steps = 500_000
        var twin = Twin(parameters: parameters)
        var calibrated = CalibratedTwin(parameters: parameters)
        var second: Int64 = 0
        let plain = best {
            for index in 0..<steps {
                second += 2
                twin.step(
                    power: power(index), at: Timestamp(seconds: second), measuredTemperature: 45 + power(index),
                    measuredVibration: 2)
            }
        }
        second = 0
        let learning = best {
            for index in 0..<steps {
                second += 2
                calibrated.step(
                    power: power(index), at: Timestamp(seconds: second), measuredTemperature: 45 + power(index),
                    measuredVibration: 2 + Double(index % 5) * 0.1)
            }
        }
        print("step of Twin                \(Int(plain / Double(steps) * 1e9)) ns")
        print("step of CalibratedTwin      \(Int(learning / Double(steps) * 1e9)) ns")
        print(
            "state of CalibratedTwin     \(MemoryLayout<CalibratedTwin>.size) bytes, snapshot "
                + "\(calibrated.snapshot().count) bytes")
        for (name, scenario) in TwinScenario.named {
            let conditions = scenario.conditions(ratedPower: parameters.ratedPower)
            var points = 0
            let seconds = try best(of: 3) {
                points = try calibrated.run(conditions, options: ScenarioOptions(hours: 8_760)).points.count
            }
            print("1000 paths of 8760 steps    \(Int(seconds * 1_000)) ms (\(name), \(points) moments told)")
        }
    }

    private static func power(_ index: Int) -> Double { Double([4, 16, 9, 20, 0, 12, 18][index / 300 % 7]) }

    private static func best(of runs: Int = 7, _ body: () throws -> Void) rethrows -> Double {
        var least = Double.infinity
        for _ in 0..<runs {
            let start = processorSeconds()
            try body()
            least = min(least, processorSeconds() - start)
        }
        return least
    }

    private static func processorSeconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }
}

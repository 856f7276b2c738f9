import AnalyticsTwin
import DeviceProfiles
import DeviceSimulator
import Telemetry

/// A pump as the plant has them, and ways to let it run.
enum TestMachines {
    static let start = Timestamp(rfc3339: "2026-03-03T10:00:00Z") ?? Timestamp(seconds: 0)

    static func pump() throws -> FirmwareProfile {
        var pump = FirmwareProfile(name: "pump", version: 1, machineType: "PUMP")
        let metrics: [(String, String, ClosedRange<Double>, Double?)] = [
            ("power", "kW", 0...60, 18), ("temperature", "Cel", -40...200, nil), ("vibration", "mm/s", 0...50, nil),
            ("runtime", "h", 0...1_000_000, nil), ("flow", "m3/h", 0...400, nil),
        ]
        pump.metrics = metrics.compactMap { name, unit, range, baseline in
            MetricName(name).map { MetricDefinition(name: $0, unit: unit, range: range, baseline: baseline) }
        }
        var twin = TwinParameters()
        twin.heatGain = twin.heatGain(rise: 35, power: 18)
        twin.vibrationPerLoad = 0.07
        pump.twin = twin
        pump.actions = [
            ActionDefinition(
                name: "set_speed", arguments: [ActionArgument(name: "speed", unit: "%", range: 20...100, fallback: 60)])
        ]
        return pump
    }

    static func machine(
        seed: UInt64 = 1, name: String = "pump-2", start: Timestamp = start, plan: [PlannedFault] = []
    ) throws -> SimulatedMachine {
        guard let key = MachineKey(factory: "north", machine: name) else { throw NoSuchName() }
        return SimulatedMachine(key: key, profile: try pump(), seed: seed, startedAt: start, plan: plan)
    }

    struct NoSuchName: Error {}
}

extension SimulatedMachine {
    /// Runs for some seconds in steps, and returns the readings of each.
    mutating func run(seconds: Double, every interval: Double = 2) -> [[SimulatedReading]] {
        (0..<Int((seconds / interval).rounded())).map { _ in step(to: time.advanced(seconds: interval)) }
    }
}

extension [SimulatedReading] {
    /// The value of one metric.
    subscript(_ name: String) -> SimulatedReading? { first { $0.metric.text == name } }
}

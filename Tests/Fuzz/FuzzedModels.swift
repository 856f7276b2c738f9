internal import AnalyticsAnomaly
internal import AnalyticsEnergy
internal import AnalyticsForest
internal import AnalyticsLifetime
internal import AnalyticsTwin
internal import DeviceProfiles
internal import Telemetry

/// Models that come from a file, or from the hub, and are put to work.
enum FuzzedModels {
    /// The first byte chooses which; what is read is used once, and what it writes is read again.
    static func take(_ input: [UInt8]) {
        guard let first = input.first else { return }
        let bytes = Array(input.dropFirst())
        switch first % 5 {
        case 0: takeForest(bytes)
        case 1: takeLifetime(bytes)
        case 2: takeTwin(bytes)
        case 3: takeWindow(bytes)
        default: takeDetector(bytes)
        }
    }

    /// Models that know nothing yet, as first inputs.
    static var seeds: [[UInt8]] {
        [
            [2] + CalibratedTwin(parameters: TwinParameters()).snapshot(), [3] + EnergyWindow().snapshot(),
            [4] + MachineDetector(metrics: 2, options: MachineDetectorOptions()).snapshot(),
        ]
    }

    /// A profile as people write it, with the policies in it.
    static func takeProfile(_ input: [UInt8]) {
        guard let profile = try? ProfileReader.read(input, file: "fuzzed.yaml") else { return }
        for rule in profile.rules { precondition(!rule.name.isEmpty, "a rule without a name was read") }
    }

    private static func takeForest(_ bytes: [UInt8]) {
        guard let forest = try? IsolationForest(snapshot: bytes) else { return }
        let score = forest.score(Array(repeating: 1, count: forest.features.count))
        precondition((0...1).contains(score), "a score of \(score)")
        precondition((try? IsolationForest(snapshot: forest.snapshot())) != nil, "what was written is not read")
    }

    private static func takeLifetime(_ bytes: [UInt8]) {
        guard let model = try? LifetimeModel(snapshot: bytes) else { return }
        var unit = UnitHistory()
        _ = unit.add(Array(repeating: 0.5, count: model.sensors.count), at: 1)
        let left = model.estimate(unit)
        precondition(left.low >= 0 && left.remaining >= 0, "\(left)")
        precondition((try? LifetimeModel(snapshot: model.snapshot())) != nil, "what was written is not read")
    }

    private static func takeTwin(_ bytes: [UInt8]) {
        guard var twin = try? CalibratedTwin(parameters: TwinParameters(), snapshot: bytes) else { return }
        let time = twin.twin.state.time ?? Timestamp(seconds: 0)
        twin.step(power: 10, at: time.advanced(seconds: 60), measuredTemperature: 40, measuredVibration: 1)
        let again = try? CalibratedTwin(parameters: TwinParameters(), snapshot: twin.snapshot())
        precondition(again != nil, "what was written is not read")
    }

    private static func takeWindow(_ bytes: [UInt8]) {
        guard let window = try? EnergyWindow(snapshot: bytes) else { return }
        precondition((try? EnergyWindow(snapshot: window.snapshot())) != nil, "what was written is not read")
    }

    private static func takeDetector(_ bytes: [UInt8]) {
        guard var detector = try? MachineDetector(metrics: 2, options: MachineDetectorOptions(), snapshot: bytes) else {
            return
        }
        _ = detector.score([1, 2], at: Timestamp(seconds: 1_800_000_000))
        let again = try? MachineDetector(
            metrics: 2, options: MachineDetectorOptions(), snapshot: detector.snapshot())
        precondition(again != nil, "what was written is not read")
    }
}

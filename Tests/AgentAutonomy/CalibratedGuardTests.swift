import AgentAutonomy
import AnalyticsTwin
import DeviceProfiles
import Runtime
import Telemetry
import Testing

@Suite("The calibrated twin under its guard")
struct CalibratedGuardTests {
    /// A pump that runs 20 °C warmer at 18 kW than its profile says, with its metrics in messages of their own.
    struct Warm {
        var plant: Plant
        private var truth: Twin
        private var random = SeededRandom(seed: 4)

        init(envelope: String = "") throws {
            let profile = try ProfileReader.read(Array(CalibratedGuardTests.text(envelope).utf8), file: "p.yaml")
            plant = try Plant(profile)
            var parameters = TwinParameters()
            parameters.decay = 0.004
            parameters.heatGain = parameters.heatGain(rise: 55, power: 18)
            truth = Twin(parameters: parameters)
        }

        /// The order in which the metrics come; the temperature may come more rarely than the others.
        mutating func run(hours: Double, order: [Int] = [0, 1], temperatureEach: Int = 1) -> [AutonomyEffect] {
            var effects: [AutonomyEffect] = []
            for index in 0..<Int(hours * 360) {
                let power = [4.0, 16, 9, 20, 0, 12, 18][index / 60 % 7]
                truth.step(power: power, at: plant.time)
                let values = [power, truth.state.temperature + 0.2 * random.normal()]
                for slot in order where slot == 0 || index % temperatureEach == 0 {
                    plant.machine.observe(
                        slot: slot, value: values[slot], at: plant.time, context: &plant.context, effects: &effects)
                }
                effects += plant.tick()
                plant.pass(10)
            }
            return effects
        }
    }

    static func text(_ envelope: String) -> String {
        """
        name: pump
        version: 1
        machine_type: PUMP
        metrics:
          - {name: power, unit: kW, interval: 10s, scored: false}
          - {name: temperature, unit: Cel, interval: 10s}
        twin: {rated_power: 22, settles: {rise: 35, power: 18}, decay: 0.004}
        actions:
          - {name: boost, load: {power: 20}}
        rules:
          - name: r
            when: {all: [{metric: power, above: 11}, {metric: power, below: 13}, {twin: calibrated, above: 0.5}]}
            for: 20s
            send: boost
            risk: WARNING
            root_cause: x
            recommendation: y
        autonomy:
          horizon: 30m
          envelope: {\(envelope)}
          actions: [{action: boost}]
        """
    }

    @Test("it learns its machine, in whatever order the metrics come", arguments: [[0, 1], [1, 0]])
    func calibrates(order: [Int]) throws {
        var warm = try Warm()
        _ = warm.run(hours: 24, order: order)
        let twin = try #require(warm.plant.machine.calibrated)
        #expect(twin.isCalibrated)
        #expect(abs(twin.calibration.rise.value * 18 - 55) < 2, "\(twin.calibration.rise)")
        #expect((twin.calibration.temperatureError ?? 9) < 2 && abs(twin.twin.state.temperatureResidual ?? 9) < 1)
        #expect(warm.plant.machine.twin?.parameters.heatGain == twin.twin.parameters.heatGain)
        #expect(twin.twin.state.hours > 15 && twin.remainingLife.low < twin.remainingLife.high)
    }

    @Test("a temperature that comes more rarely is learned once each time, and ages in between")
    func rare() throws {
        var warm = try Warm()
        _ = warm.run(hours: 48, temperatureEach: 5)
        let twin = try #require(warm.plant.machine.calibrated)
        #expect(abs(twin.calibration.rise.value * 18 - 55) < 3, "\(twin.calibration.rise)")
        #expect(twin.twin.state.hours > 30)
    }

    @Test("without a power nothing is learned")
    func noPower() throws {
        var warm = try Warm()
        _ = warm.run(hours: 6, order: [1])
        let twin = try #require(warm.plant.machine.calibrated)
        #expect(twin.calibration.rise.deviation > twin.calibration.rise.value * 0.9 && twin.temperature.isHeld)
    }

    @Test("the twin that is asked before an act is the calibrated one")
    func trial() throws {
        // The profile expects 64 °C of 20 kW, the machine makes 86 °C of it.
        for (bound, isSent) in [(75, false), (95, true)] {
            var warm = try Warm(envelope: "temperature: {below: \(bound)}")
            let effects = warm.run(hours: 14)
            #expect(effects.commands.isEmpty == !isSent, "\(effects.actions.map(\.reason))")
            if !isSent { #expect(effects.actions.first?.reason.hasPrefix("TWIN_REFUSED") == true) }
        }
        // Nothing else than what was learned refuses: before that the same action is in bounds.
        let fresh = try Warm(envelope: "temperature: {below: 75}")
        #expect((fresh.plant.machine.twin?.parameters.settledTemperature(power: 20) ?? 99) < 65)
    }

    @Test("what was learned survives a restart; a snapshot of a plain twin gives its age and heat")
    func restart() throws {
        var warm = try Warm()
        _ = warm.run(hours: 12)
        let before = try #require(warm.plant.machine.calibrated)
        var next = MachineGuard(key: PropertyWorld.key, profile: warm.plant.machine.profile)
        try next.restoreModels(warm.plant.machine.modelSnapshot())
        #expect(next.calibrated?.calibration == before.calibration)
        #expect(next.calibrated?.twin.state == before.twin.state)

        let plain = before.twin.snapshot()
        let old = [1, 1, UInt8(plain.count & 255), UInt8(plain.count >> 8)] + plain + [0, 0]
        var upgraded = MachineGuard(key: PropertyWorld.key, profile: warm.plant.machine.profile)
        try upgraded.restoreModels(old)
        #expect(upgraded.twin?.state.hours == before.twin.state.hours && upgraded.calibrated?.isCalibrated == false)
        #expect(upgraded.twin?.state.temperature == before.twin.state.temperature)
        warm.plant.machine = upgraded
        _ = warm.run(hours: 12)
        #expect(warm.plant.machine.calibrated?.isCalibrated == true)
        #expect(throws: SnapshotError.self) { try upgraded.restoreModels([3] + old.dropFirst()) }
    }
}

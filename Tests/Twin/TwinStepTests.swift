import AnalyticsTwin
import Runtime
import Telemetry
import Testing

@Suite("Twin steps")
struct TwinStepTests {
    /// A machine that becomes warm enough to age in every way.
    static let hot: TwinParameters = {
        var parameters = TwinParameters()
        parameters.heatGain = parameters.heatGain(rise: 60, power: 22)
        return parameters
    }()

    static func at(_ seconds: Double) -> Timestamp { Timestamp(seconds: 1_763_712_000).advanced(seconds: seconds) }

    static func ran(_ parameters: TwinParameters, power: Double, step: Double, seconds: Double) -> Twin {
        var twin = Twin(parameters: parameters, state: TwinState(temperature: parameters.ambient))
        // The first reading only says where it stands; it is measured so that all begin at ambient temperature.
        twin.step(power: power, at: at(0), measuredTemperature: parameters.ambient)
        var time = step
        while time <= seconds + 1e-9 {
            twin.step(power: power, at: at(time))
            time += step
        }
        return twin
    }

    @Test("settles where losses and cooling are equal")
    func settles() {
        let twin = Self.ran(Self.hot, power: 22, step: 2, seconds: 3_600)
        #expect(abs(twin.state.temperature - 85) < 1e-6)
        #expect(abs(Self.hot.settledTemperature(power: 22) - 85) < 1e-9)
        #expect(abs(TwinParameters().settledTemperature(power: 22) - 29.4) < 1e-9)
    }

    @Test("the pace of the readings changes nothing", arguments: [0.5, 1, 4, 20, 120, 1_200, 3_600])
    func pace(step: Double) {
        let fine = Self.ran(Self.hot, power: 24, step: 0.5, seconds: 7_200)
        let twin = Self.ran(Self.hot, power: 24, step: step, seconds: 7_200)
        #expect(abs(twin.state.temperature - fine.state.temperature) < 1e-6)
        #expect(abs(twin.state.fatigue - fine.state.fatigue) < 1e-9)
        #expect(abs(twin.state.wear - fine.state.wear) < fine.state.wear * 0.01)
        #expect(abs(twin.state.stress - fine.state.stress) < 1e-9)
        #expect(abs(twin.state.hours - 2) < 1e-9)
    }

    @Test("agrees with small steps of the equation")
    func equation() {
        let twin = Self.ran(Self.hot, power: 23, step: 30, seconds: 600)
        var temperature = 25.0
        for _ in 0..<600_000 {
            let change = Self.hot.heatGain * 23 * (1 - Self.hot.efficiency) - Self.hot.decay * (temperature - 25)
            temperature += change * 0.001
        }
        #expect(abs(twin.state.temperature - temperature) < 0.01)
    }

    @Test("an hour of heat, load and vibration ages it by the rates of an hour")
    func ageing() {
        var twin = Twin(parameters: TwinParameters())
        for second in stride(from: 0.0, through: 3_600, by: 2) {
            twin.step(power: 22, at: Self.at(second), measuredTemperature: 85, measuredVibration: 3)
        }
        #expect(abs(twin.state.fatigue - 0.0001 * 10) < 1e-9)
        #expect(abs(twin.state.wear - 0.0001 * 3) < 1e-9)
        #expect(abs(twin.state.stress - 0.00001) < 1e-9)
        #expect(abs(twin.state.hours - 1) < 1e-9)
        #expect(abs(twin.remainingHours - ((1 - 0.0003) * 20_000 - 1)) < 1e-6)
    }

    @Test("vibration is a tenth of the load, more when hot, more when worn")
    func vibration() {
        var twin = Twin(
            parameters: TwinParameters(), state: TwinState(temperature: 80, wear: 0.5))
        twin.step(power: 20, at: Self.at(0), measuredTemperature: 80, measuredVibration: 4)
        #expect(abs(twin.state.vibration - (2 + 0.05 * 10 + 2 * 0.5)) < 1e-9)
        #expect(abs((twin.state.vibrationResidual ?? 9) - 0.5) < 1e-9)
        #expect(twin.state.temperatureResidual == 0)
    }

    @Test("metrics that come one by one at the same time are one moment")
    func oneByOne() {
        var together = Twin(parameters: Self.hot)
        var apart = Twin(parameters: Self.hot)
        for second in stride(from: 0.0, to: 600, by: 2) {
            let power = 20 + (second / 100).rounded()
            together.step(power: power, at: Self.at(second), measuredTemperature: 70)
            apart.step(power: apart.state.power == 0 ? power : apart.state.power, at: Self.at(second))
            apart.step(power: power, at: Self.at(second))
            apart.step(power: power, at: Self.at(second), measuredTemperature: 70)
        }
        #expect(abs(together.state.temperature - apart.state.temperature) < 2)
        #expect(together.state.hours == apart.state.hours)
        #expect(apart.state.temperatureResidual != nil)
    }

    @Test("time that goes back, gaps and numbers that are none harm nothing")
    func hostile() {
        var random = SeededRandom(seed: 7)
        var twin = Twin(parameters: Self.hot)
        let odd: [Double] = [.nan, .infinity, -.infinity, -5, 1e300, 0, 22, -0.0, .leastNonzeroMagnitude]
        for _ in 0..<20_000 {
            let pick = odd[Int(random.next() % UInt64(odd.count))]
            let other = odd[Int(random.next() % UInt64(odd.count))]
            let time = Timestamp(microseconds: Int64(bitPattern: random.next()) >> Int64(random.next() % 40))
            twin.step(power: pick, at: time, measuredTemperature: other, measuredVibration: pick, runningHours: other)
            #expect(twin.state.temperature.isFinite && twin.state.vibration.isFinite)
            #expect((0...100).contains(twin.health) && twin.remainingHours >= 0)
            #expect((0...1).contains(twin.failureProbability))
        }
    }

    @Test("a time before the newest changes nothing, and a month of silence ages nothing")
    func gaps() {
        var twin = Self.ran(Self.hot, power: 22, step: 2, seconds: 600)
        let before = twin.state
        twin.step(power: 90, at: Self.at(100), measuredTemperature: 20)
        #expect(twin.state == before)
        twin.step(power: 22, at: Self.at(30 * 86_400), measuredTemperature: 40)
        #expect(twin.state.hours == before.hours)
        #expect(twin.state.temperature == 40)
    }

    @Test("parameters that no machine has become the defaults")
    func parameters() {
        var parameters = TwinParameters()
        parameters.decay = 0
        parameters.efficiency = .nan
        parameters.ratedPower = -3
        parameters.ambient = 30
        let twin = Twin(parameters: parameters)
        #expect(twin.parameters.decay == 0.02)
        #expect(twin.parameters.efficiency == 0.92)
        #expect(twin.parameters.ratedPower == 22)
        #expect(twin.parameters.ambient == 30)
    }
}

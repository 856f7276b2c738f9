internal import Runtime

/// Four machines that go through a scenario side by side, by the equations of `Twin` in the lanes of vectors.
struct PathBlock {
    typealias Lanes = SIMD4<Double>

    /// What is the same for all paths of a scenario.
    struct Course {
        let parameters: TwinParameters
        /// kW of each step.
        let loads: [Double]
        let stepHours: Double
        let noise: Double
    }

    let course: Course
    private let rise: Lanes
    private let ambient: Lanes
    private let decay: Lanes
    private let kept: Lanes
    private let perLoad: Lanes
    /// mm/s without load, heat and wear.
    private let base: Lanes
    /// Wear for each mm/s in a step, growth of the vibration within it among it.
    private let wearing: Lanes
    private var random: LaneRandom

    private(set) var temperature: Lanes
    private(set) var vibration = Lanes.zero
    private(set) var wear: Lanes
    private(set) var fatigue: Lanes
    private(set) var stress: Lanes
    private(set) var hours: Lanes
    private(set) var health = Lanes(repeating: 100)
    /// The step in which each mark of `ScenarioPassage` was passed, infinite before.
    private(set) var passed: (Lanes, Lanes, Lanes, Lanes, Lanes)

    init(
        _ draws: [PathDraw], state: TwinState, conditions: ScenarioConditions, course: Course,
        random: inout SeededRandom
    ) {
        func lanes(_ body: (PathDraw) -> Double) -> Lanes {
            Lanes(body(draws[0]), body(draws[1]), body(draws[2]), body(draws[3]))
        }
        let seconds = course.stepHours * 3_600
        let perWear = course.parameters.vibrationPerWear
        self.course = course
        // The heat that comes in stays, what takes it away is less: decay falls, the rise grows by as much.
        rise = lanes { $0.rise / conditions.cooling }
        decay = lanes { $0.decay * conditions.cooling }
        kept = lanes { (-$0.decay * conditions.cooling * seconds).exponential }
        ambient = lanes { conditions.ambient ?? $0.ambient }
        perLoad = lanes(\.perLoad)
        base = lanes { $0.offset - perWear * $0.wear }
        wearing = lanes { draw in
            let rate = draw.wearRate * conditions.wearFactor * course.stepHours
            return rate * ThermalStep.meanGrowth(rate * perWear)
        }
        temperature = lanes(\.temperature)
        wear = lanes(\.wear)
        fatigue = Lanes(repeating: state.fatigue)
        stress = Lanes(repeating: state.stress)
        hours = Lanes(repeating: state.hours)
        let never = Lanes(repeating: .infinity)
        passed = (never, never, never, never, never)
        self.random = LaneRandom(&random)
        look(load: Lanes(repeating: state.power), step: 0)
    }

    /// Goes through the step of a number, from 1 on.
    mutating func step(_ number: Int) {
        let parameters = course.parameters
        let mean = course.loads[number - 1]
        var load: Lanes = random.normal() * (course.noise * mean) + mean
        load.replace(with: 0, where: load .< 0)
        let before = temperature
        let settled = ambient + rise * load
        temperature = settled + (before - settled) * kept
        let tiring = meanOver(parameters.fatigueOnset, from: before, settled: settled)
        let shaking = meanOver(parameters.vibrationOnset, from: before, settled: settled)
        let heated: Lanes = shaking * parameters.vibrationPerDegree
        var speed: Lanes = perLoad * load + heated + base
        speed += wear * parameters.vibrationPerWear
        speed.replace(with: 0, where: speed .< 0)
        wear = Self.part(wear + wearing * speed)
        fatigue = Self.part(fatigue + tiring * (parameters.fatigueRate * course.stepHours))
        let ratio: Lanes = load * (1 / parameters.ratedPower)
        stress = Self.part(stress + ratio * ratio * (parameters.stressRate * course.stepHours))
        hours.replace(with: hours + course.stepHours, where: load .> parameters.standbyPower)
        look(load: load, step: number)
    }

    /// Vibration and health of now, and which marks are passed.
    private mutating func look(load: Lanes, step: Int) {
        let parameters = course.parameters
        var over = temperature - parameters.vibrationOnset
        over.replace(with: 0, where: over .< 0)
        let heated: Lanes = over * parameters.vibrationPerDegree
        let worn: Lanes = base + wear * parameters.vibrationPerWear
        vibration = perLoad * load + heated + worn
        vibration.replace(with: 0, where: vibration .< 0)
        let life = Self.part(hours * (1 / parameters.designLifeHours))
        let tired: Lanes = fatigue * 40 + wear * 30
        let spent: Lanes = stress * 20 + life * 10
        health = 100 - tired - spent
        let now = Double(step)
        Self.mark(&passed.0, now, temperature .> parameters.fatigueOnset)
        Self.mark(&passed.1, now, health .<= 80)
        Self.mark(&passed.2, now, health .<= 60)
        Self.mark(&passed.3, now, (1 - wear) * parameters.designLifeHours .<= hours)
        Self.mark(&passed.4, now, wear .>= 1)
    }

    /// As `ThermalStep.meanOver`; the logarithm only where the threshold is crossed.
    private func meanOver(_ threshold: Double, from: Lanes, settled: Lanes) -> Lanes {
        let above = (from .>= threshold) .& (temperature .>= threshold)
        let below = (from .<= threshold) .& (temperature .<= threshold)
        let seconds = course.stepHours * 3_600
        var mean = (settled - threshold) + (from - temperature) / (decay * seconds)
        mean.replace(with: 0, where: (mean .< 0) .| below)
        guard any(.!(above .| below)) else { return mean }
        for lane in 0..<4 where !above[lane] && !below[lane] {
            let step = ThermalStep(
                from: from[lane], settled: settled[lane], decay: decay[lane], seconds: seconds, kept: kept[lane])
            mean[lane] = step.meanOver(threshold)
        }
        return mean
    }

    private static func mark(_ passed: inout Lanes, _ now: Double, _ isPassed: SIMDMask<SIMD4<Int64>>) {
        guard any(isPassed) else { return }
        passed.replace(with: now, where: isPassed .& (passed .> now))
    }

    private static func part(_ value: Lanes) -> Lanes {
        var part = value
        part.replace(with: 1, where: part .> 1)
        return part
    }
}

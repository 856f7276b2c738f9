/// What the paths of a scenario are at the moments that are told, and when they pass something.
struct PathSamples {
    private static let kinds = 5

    /// The steps that are told, ascending from 0 to the last.
    private let moments: [Int]
    private let paths: Int
    /// Path after path, for each kind and moment; single precision, as nothing is summed up in it.
    private var values: [Float]
    private var passed: [[Double]] = Array(repeating: [], count: ScenarioPassage.Mark.allCases.count)
    private var now = 0..<0
    private var place = 0

    init(steps: Int, pointsMax: Int, paths: Int) {
        let count = min(steps, pointsMax - 1)
        moments = (0...count).map { Int((Double($0) * Double(steps) / Double(count)).rounded()) }
        self.paths = paths
        values = Array(repeating: 0, count: Self.kinds * moments.count * paths)
    }

    /// The next step that is told.
    var next: Int { place < moments.count ? moments[place] : .max }

    mutating func begin(paths: Range<Int>) {
        now = paths
        place = 0
    }

    mutating func take(_ block: PathBlock, step: Int) {
        let kinds = [block.temperature, block.vibration, block.wear, block.fatigue, block.health]
        for (kind, lanes) in kinds.enumerated() {
            let start = (kind * moments.count + place) * paths
            for path in now { values[start + path] = Float(lanes[path - now.lowerBound]) }
        }
        place += 1
    }

    mutating func end(_ block: PathBlock) {
        let all = [block.passed.0, block.passed.1, block.passed.2, block.passed.3, block.passed.4]
        for (mark, steps) in all.enumerated() {
            for path in now { passed[mark].append(steps[path - now.lowerBound]) }
        }
    }

    func forecast(
        course: PathBlock.Course, conditions: ScenarioConditions, options: ScenarioOptions
    ) -> ScenarioForecast {
        let points = moments.indices.map { index in
            let step = moments[index]
            return ScenarioPoint(
                hours: Double(step) * course.stepHours, load: course.loads[max(0, step - 1)],
                temperature: band(0, index, options.level), vibration: band(1, index, options.level),
                wear: band(2, index, options.level), fatigue: band(3, index, options.level),
                health: band(4, index, options.level))
        }
        let passages = zip(ScenarioPassage.Mark.allCases, passed).compactMap { mark, steps in
            passage(mark, steps.sorted(), stepHours: course.stepHours)
        }
        return ScenarioForecast(
            points: points, passages: passages,
            advice: ScenarioAdvising(
                parameters: course.parameters, conditions: conditions, hours: options.hours, passages: passages
            ).advice)
    }

    private func band(_ kind: Int, _ moment: Int, _ level: Double) -> ScenarioBand {
        let start = (kind * moments.count + moment) * paths
        let sorted = values[start..<start + paths].sorted()
        func quantile(_ part: Double) -> Double {
            let place = part * Double(sorted.count - 1)
            let below = Int(place)
            let above = min(below + 1, sorted.count - 1)
            let rest = place - Double(below)
            return Double(sorted[below]) * (1 - rest) + Double(sorted[above]) * rest
        }
        let low = (1 - level) / 2
        return ScenarioBand(low: quantile(low), median: quantile(0.5), high: quantile(1 - low))
    }

    private func passage(_ mark: ScenarioPassage.Mark, _ sorted: [Double], stepHours: Double) -> ScenarioPassage? {
        let count = sorted.prefix { $0.isFinite }.count
        guard count > 0 else { return nil }
        func hours(_ part: Double) -> Double? {
            let place = max(0, Int((part * Double(sorted.count)).rounded(.up)) - 1)
            return place < count ? sorted[place] * stepHours : nil
        }
        return ScenarioPassage(
            mark: mark, share: Double(count) / Double(sorted.count), early: hours(0.1), median: hours(0.5))
    }
}

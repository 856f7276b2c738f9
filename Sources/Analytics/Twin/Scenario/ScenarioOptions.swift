/// How a scenario is computed.
public struct ScenarioOptions: Sendable, Equatable {
    /// How long it lasts, 1 to 200 000 hours.
    public var hours: Double
    /// How many machines are drawn, 1 to 10 000.
    public var paths: Int
    /// The same seed gives the same bands.
    public var seed: UInt64
    /// Hours of a step, 0.01 to 24; at most a million steps.
    public var stepHours: Double
    /// The standard deviation of the load about its mean, drawn anew in each step, as a part of it; 0 to 1.
    public var loadNoise: Double
    /// How much of the paths lies within a band, above 0, below 1.
    public var level: Double
    /// How many moments are told at most, 2 to 1 000.
    public var pointsMax: Int

    /// Hourly steps, a load that varies by 5 %, bands of 80 %.
    public init(
        hours: Double, paths: Int = 1_000, seed: UInt64 = 1, stepHours: Double = 1, loadNoise: Double = 0.05,
        level: Double = 0.8, pointsMax: Int = 366
    ) {
        self.hours = hours
        self.paths = paths
        self.seed = seed
        self.stepHours = stepHours
        self.loadNoise = loadNoise
        self.level = level
        self.pointsMax = pointsMax
    }

    /// Holds the options, and what changes a scenario, against their ranges.
    ///
    /// - Throws: `ScenarioError.outOfRange` for the first that is outside.
    package func validate(_ conditions: ScenarioConditions) throws(ScenarioError) {
        func check(_ name: String, _ isSound: Bool, _ range: String) throws(ScenarioError) {
            if !isSound { throw .outOfRange(option: name, range: range) }
        }
        try check("hours", (1...200_000).contains(hours), "1 to 200000 hours")
        try check("paths", (1...10_000).contains(paths), "1 to 10000")
        try check("step", (0.01...24).contains(stepHours), "0.01 to 24 hours")
        try check("step", hours / stepHours <= 1e6, "at least a millionth of the hours")
        try check("load-noise", (0...1).contains(loadNoise), "0 to 1")
        try check("level", level > 0 && level < 1, "above 0, below 1")
        try check("points", (2...1_000).contains(pointsMax), "2 to 1000")
        try check("cooling", (0.001...100).contains(conditions.cooling), "0.001 to 100")
        try check("wear-factor", (0...1_000).contains(conditions.wearFactor), "0 to 1000")
        try check("ambient", conditions.ambient.map { (-90...200).contains($0) } ?? true, "-90 to 200 °C")
    }
}

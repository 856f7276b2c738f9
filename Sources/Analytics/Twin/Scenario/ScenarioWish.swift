/// Which scenario of a machine is asked for.
public struct ScenarioWish: Sendable {
    /// Hours that may be asked for: two years and more, of steps of at most three hours.
    public static let hours = 1.0...20_000
    /// Paths that may be drawn.
    public static let paths = 10...1_000
    /// Moments that are told at most.
    public static let pointsMax = 200
    private static let stepsMax = 8_760.0

    /// Its name, and what shall be otherwise in it.
    public var request: ScenarioRequest
    /// How long it lasts.
    public var hours: Double
    /// kW on the machine's plate, where it is said.
    public var ratedPower: Double?
    /// How many machines are drawn.
    public var paths: Int
    /// The same seed draws the same machines.
    public var seed: UInt64

    /// A scenario of so many hours.
    public init(
        _ request: ScenarioRequest, hours: Double, ratedPower: Double? = nil, paths: Int = 1_000, seed: UInt64 = 1
    ) {
        self.request = request
        self.hours = hours
        self.ratedPower = ratedPower
        self.paths = paths
        self.seed = seed
    }

    /// How it is computed: by the hour up to a year, in as many longer steps beyond.
    public var options: ScenarioOptions {
        ScenarioOptions(
            hours: hours, paths: paths, seed: seed, stepHours: max(1, hours / Self.stepsMax), pointsMax: Self.pointsMax)
    }
}

/// When the paths of a scenario pass something for the first time.
public struct ScenarioPassage: Sendable, Equatable {
    /// What is passed.
    public enum Mark: String, Sendable, CaseIterable {
        /// Temperature over `TwinParameters.fatigueOnset`.
        case fatigueOnset = "fatigue_onset"
        /// Health at 80 % or below: no longer HEALTHY.
        case warning
        /// Health at 60 % or below.
        case critical
        /// Remaining useful life is used up.
        case endOfLife = "end_of_life"
        /// The bearing is worn out.
        case bearingEnd = "bearing_end"
    }

    /// What is passed.
    public var mark: Mark
    /// The part of the paths that pass it within the scenario.
    public var share: Double
    /// Hours until one path in ten has passed it; nothing where fewer do.
    public var early: Double?
    /// Hours until half of them have; nothing where fewer do.
    public var median: Double?
}

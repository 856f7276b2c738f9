/// What becomes of a machine in a scenario.
public struct ScenarioForecast: Sendable, Equatable {
    /// From the beginning to the end.
    public var points: [ScenarioPoint]
    /// What is passed on the way; marks that no path passes are left out.
    public var passages: [ScenarioPassage]
    /// What to do, the most urgent first; never empty.
    public var advice: [ScenarioAdvice]
}

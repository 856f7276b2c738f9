public import AnalyticsTwin

/// What becomes of a machine in a scenario, with what that is known from.
public struct ScenarioFound: Sendable {
    /// The trajectory, what is passed, and what to do.
    public var forecast: ScenarioForecast
    /// What held.
    public var conditions: ScenarioConditions
    /// The machine as it was taken for.
    public var twin: HubTwin
}

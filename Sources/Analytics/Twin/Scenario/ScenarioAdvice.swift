/// What to do about a scenario.
public struct ScenarioAdvice: Sendable, Equatable {
    /// By which programs tell them apart.
    public enum Code: String, Sendable, CaseIterable {
        case reduceLoad = "reduce_load"
        case improveCooling = "improve_cooling"
        case planMaintenance = "plan_maintenance"
        case stopBefore = "stop_before"
        case replaceBearing = "replace_bearing"
        case planReplacement = "plan_replacement"
        case keepRunning = "keep_running"
    }

    /// What kind of advice it is.
    public var code: Code
    /// The advice with its figures.
    public var text: String
    /// Hours from the beginning by which to act, where there is such a time: when one path in ten is there.
    public var withinHours: Double?
}

public import AnalyticsEnergy

/// Why there is no schedule.
public enum ScheduleFault: Error, Sendable, Equatable {
    /// So many hours have a power; no whole day or week from midnight is among them.
    case tooShort(known: Int, horizon: EnergyHorizon)
    /// The core's own words.
    case core(EnergyError)
}

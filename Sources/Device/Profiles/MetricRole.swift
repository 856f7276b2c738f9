/// What a metric is to the machine's twin.
///
/// A metric of one of these names has that role without being told.
public enum MetricRole: String, Sendable, CaseIterable {
    /// kW of load.
    case power
    /// °C.
    case temperature
    /// mm/s.
    case vibration
    /// Running hours.
    case runtime
}

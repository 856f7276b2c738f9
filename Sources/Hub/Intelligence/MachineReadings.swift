public import HubPlant
public import Telemetry

/// The series of a machine that the models look at, in their units: kW, °C, mm/s, hours.
public struct MachineReadings: Sendable {
    /// kW.
    public var power: ReadingsSeries?
    /// °C.
    public var temperature: ReadingsSeries?
    /// mm/s.
    public var vibration: ReadingsSeries?
    /// Running hours by the device's own counter.
    public var runtime: ReadingsSeries?

    /// Those names that mean something here.
    public static let metrics = ["power", "temperature", "vibration", "runtime"].compactMap(MetricName.init)

    /// Those of them by which energy is looked at.
    public static let energyMetrics = ["power", "temperature"].compactMap(MetricName.init)

    /// What there is among some series of a machine.
    public init(_ series: [ReadingsSeries]) {
        func named(_ name: String) -> ReadingsSeries? { series.first { $0.metric.text == name && !$0.times.isEmpty } }
        power = named("power").map(UnitScale.kilowatts)
        temperature = named("temperature").map(UnitScale.celsius)
        vibration = named("vibration").map(UnitScale.millimetresPerSecond)
        runtime = named("runtime").map(UnitScale.hours)
    }

    /// For each time of the power the value of another series that was the newest then, unless it was older than so
    /// many seconds.
    static func held(_ other: ReadingsSeries?, at times: [Timestamp], secondsMax: Double) -> [Double?] {
        guard let other else { return times.map { _ in nil } }
        var next = 0
        return times.map { time in
            while next < other.times.count, other.times[next] <= time { next += 1 }
            guard next > 0, time.seconds(since: other.times[next - 1]) <= secondsMax else { return nil }
            return other.values[next - 1]
        }
    }
}

public import HubPlant
public import Telemetry

/// What an agent's twin says of a machine now, with how good it is.
public struct TwinReport: Sendable, Equatable {
    /// How far the twin is from one measured quantity.
    public struct Calibration: Sendable, Equatable {
        /// Root mean square of what it predicted against what was measured, of the last day.
        public var error: Double
        /// Measured less predicted, now.
        public var residual: Double?
        /// One standard deviation of the next prediction.
        public var deviation: Double?
        /// UCUM.
        public var unit: String
    }

    /// What is left of the machine's life.
    public struct Life: Sendable, Equatable {
        /// Hours.
        public var hours: Double
        /// The lower end of the band in which the truth lies four times out of five.
        public var low: Double
        /// Its upper end.
        public var high: Double
    }

    /// Of the temperature.
    public var temperature: Calibration?
    /// Of the vibration.
    public var vibration: Calibration?
    /// What is left of its life.
    public var life: Life?
    /// When the newest of it was said.
    public var at: Timestamp?

    /// The series of an agent's twin.
    public static let metrics = [
        "temperature_residual", "temperature_error", "temperature_deviation", "vibration_residual", "vibration_error",
        "vibration_deviation", "remaining_hours", "remaining_low", "remaining_high", "health",
    ].compactMap { MetricName("~twin.\($0)") }

    /// What the newest of those series say.
    public init(_ series: [ReadingsSeries]) {
        func newest(_ name: String) -> Double? {
            series.first { $0.metric.text == "~twin.\(name)" }?.values.last
        }
        func calibration(_ name: String, _ unit: String) -> Calibration? {
            newest("\(name)_error").map {
                Calibration(
                    error: $0, residual: newest("\(name)_residual"), deviation: newest("\(name)_deviation"), unit: unit)
            }
        }
        temperature = calibration("temperature", "Cel")
        vibration = calibration("vibration", "mm/s")
        if let hours = newest("remaining_hours"), let low = newest("remaining_low"),
            let high = newest("remaining_high")
        {
            life = Life(hours: hours, low: min(low, hours), high: max(high, hours))
        }
        at = series.compactMap(\.times.last).max()
    }
}

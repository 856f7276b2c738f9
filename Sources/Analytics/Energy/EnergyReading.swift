public import Telemetry

/// What one reading tells of a machine's use of energy.
public struct EnergyReading: Sendable, Equatable {
    /// By the clock that the tariff goes by, written as if it were UTC.
    public var time: Timestamp
    /// kW.
    public var power: Double
    /// °C, where it was measured.
    public var temperature: Double?

    /// A reading by its parts; nothing is checked.
    public init(time: Timestamp, power: Double, temperature: Double? = nil) {
        self.time = time
        self.power = power
        self.temperature = temperature
    }
}

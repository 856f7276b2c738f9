/// What a machine, a factory or the whole plant does now and has used today.
public struct PlantTotals: Sendable, Equatable {
    /// kW, of machines whose newest power is at most a minute old.
    public var powerNow: Double
    /// kWh since midnight in the factory's time zone.
    public var energyToday: Double
    /// In the factory's currency, at its tariff.
    public var costToday: Double
    /// 0 to 100, the mean over machines that have a twin; nothing where none has.
    public var health: Double?
    /// Alerts whose condition holds and that nobody has resolved.
    public var openAlerts: Int

    /// Totals.
    public init(
        powerNow: Double = 0, energyToday: Double = 0, costToday: Double = 0, health: Double? = nil, openAlerts: Int = 0
    ) {
        self.powerNow = powerNow
        self.energyToday = energyToday
        self.costToday = costToday
        self.health = health
        self.openAlerts = openAlerts
    }

    /// The totals of several; health is the mean of those that have one.
    public static func sum(_ parts: [PlantTotals]) -> PlantTotals {
        let healths = parts.compactMap(\.health)
        return PlantTotals(
            powerNow: parts.reduce(0) { $0 + $1.powerNow }, energyToday: parts.reduce(0) { $0 + $1.energyToday },
            costToday: parts.reduce(0) { $0 + $1.costToday },
            health: healths.isEmpty ? nil : healths.reduce(0, +) / Double(healths.count),
            openAlerts: parts.reduce(0) { $0 + $1.openAlerts })
    }
}

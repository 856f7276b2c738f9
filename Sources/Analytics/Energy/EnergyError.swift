/// Why there is no schedule.
public enum EnergyError: Error, Sendable, Equatable {
    /// A horizon of so many hours; 1 to 168 can be planned.
    case horizonInvalid(hours: Int)
    /// As many prices as hours are needed.
    case pricesMismatch(hours: Int, prices: Int)
    /// The load of an hour is not finite, below 0 or beyond a million kW, or its price is outside the tariff's range.
    case hourInvalid(Int)
    /// There is no load in the whole horizon, so there is nothing to plan.
    case nothingProduced
    /// Today's kWh cannot be done within the machine's limits, which allow so many.
    case infeasible(needed: Double, possible: Double)
    /// A field of the machine is outside what is allowed; its name and what it may be.
    case outOfRange(String, String)
}

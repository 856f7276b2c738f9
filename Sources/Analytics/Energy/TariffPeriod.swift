/// A price that holds in some hours of some days.
public struct TariffPeriod: Sendable, Equatable {
    /// On which days.
    public var days: TariffDays
    /// The first hour, 0 to 23.
    public var from: Int
    /// The hour that it ends before, 1 to 24; when it is not after `from`, the period goes on from midnight of the
    /// same days, so that 22 to 6 is the first six and the last two hours of each.
    public var to: Int
    /// Per kWh, in the factory's currency.
    public var price: Double

    /// A period by its parts; `Tariff` checks them.
    public init(days: TariffDays = .all, from: Int, to: Int, price: Double) {
        self.days = days
        self.from = from
        self.to = to
        self.price = price
    }

    /// Its hours of the week; both ends must be in their ranges.
    var hours: [Int] {
        let clock = from < to ? Array(from..<to) : Array(0..<to) + Array(from..<24)
        return days.numbers.flatMap { day in clock.map { 24 * day + $0 } }
    }
}

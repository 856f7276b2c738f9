public import Telemetry

/// What a kWh costs in each hour of the week.
public struct Tariff: Sendable, Equatable {
    /// The price of a kWh where nothing is known (intelligence.md, Energy optimizer).
    public static let rateUsual = 0.12
    /// What a kWh may cost.
    ///
    /// Prices below 0 are left out, because a schedule would then waste energy to earn by it.
    public static let priceRange = 0.0...1_000.0
    /// Peak hours of a tariff without periods, on weekdays: the 8 h on 250 days of the formula.
    private static let peakUsual = 9..<17

    /// Per kWh, for each hour of the week from Monday's first.
    public let prices: [Double]
    /// The mean of the hours.
    public let mean: Double
    /// The mean price of the peak hours; 1.5 times the rate for a tariff without periods.
    public let peakPrice: Double
    /// The mean price of all other hours; 0.8 times the rate for a tariff without periods.
    public let offPeakPrice: Double
    private let peaks: [Bool]

    /// The usual rate at any time.
    public init() { self.init(prices: Array(repeating: Self.rateUsual, count: HourOfWeek.count), hasPeriods: false) }

    /// One rate at any time, 0 to 1 000.
    public init(rate: Double) throws(TariffError) { try self.init(rate: rate, periods: []) }

    /// Prices by time of use.
    ///
    /// - Parameters:
    ///   - rate: The price of all hours that no period has.
    ///   - periods: Each hour of the week may be in one at most, and has to be in one where there is no rate.
    /// - Throws: `TariffError`, which names the field at fault.
    public init(rate: Double?, periods: [TariffPeriod]) throws(TariffError) {
        guard periods.count <= HourOfWeek.count else { throw .tooManyPeriods(periods.count) }
        if let rate { try Self.check(rate, Self.priceRange, "rate") }
        guard rate != nil || !periods.isEmpty else { throw .empty }
        var owners = [Int?](repeating: nil, count: HourOfWeek.count)
        for (number, period) in periods.enumerated() {
            try Self.check(Double(period.from), 0...23, "periods[\(number)].from")
            try Self.check(Double(period.to), 1...24, "periods[\(number)].to")
            try Self.check(period.price, Self.priceRange, "periods[\(number)].price")
            for hour in period.hours {
                if let other = owners[hour] { throw .overlap(period: number, other: other, hourOfWeek: hour) }
                owners[hour] = number
            }
        }
        var prices: [Double] = []
        for (hour, owner) in owners.enumerated() {
            guard let price = owner.map({ periods[$0].price }) ?? rate else { throw .uncovered(hourOfWeek: hour) }
            prices.append(price)
        }
        self.init(prices: prices, hasPeriods: !periods.isEmpty)
    }

    private init(prices: [Double], hasPeriods: Bool) {
        self.prices = prices
        let mean = prices.reduce(0, +) / Double(prices.count)
        self.mean = mean
        guard hasPeriods else {
            peaks = prices.indices.map { $0 < 120 && Self.peakUsual.contains($0 % 24) }
            (peakPrice, offPeakPrice) = (1.5 * mean, 0.8 * mean)
            return
        }
        // Equal prices have a mean that rounding may move by a last digit.
        peaks = prices.map { $0 > mean * (1 + 1e-9) }
        let dear = zip(prices, peaks).filter(\.1).map(\.0)
        let cheap = zip(prices, peaks).filter { !$0.1 }.map(\.0)
        peakPrice = dear.isEmpty ? mean : dear.reduce(0, +) / Double(dear.count)
        offPeakPrice = dear.isEmpty ? mean : cheap.reduce(0, +) / Double(cheap.count)
    }

    /// The price at a time of the tariff's clock.
    public func price(at time: Timestamp) -> Double { prices[HourOfWeek.of(time)] }

    /// Whether a time is in peak hours: those dearer than the mean or, without periods, 9 to 17 o'clock on weekdays.
    public func isPeak(at time: Timestamp) -> Bool { peaks[HourOfWeek.of(time)] }

    private static func check(_ value: Double, _ range: ClosedRange<Double>, _ field: String) throws(TariffError) {
        if range.contains(value) { return }
        throw .outOfRange(field: field, allowed: "\(Int(range.lowerBound)) to \(Int(range.upperBound))")
    }
}

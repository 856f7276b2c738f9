/// Why periods make no tariff; each names the field, as `periods[2].from`.
public enum TariffError: Error, Sendable, Equatable {
    /// A number outside what it may be.
    case outOfRange(field: String, allowed: String)
    /// Two periods have a price for the same hour of the week; they are named by their places in the list.
    case overlap(period: Int, other: Int, hourOfWeek: Int)
    /// No period has this hour of the week, and there is no rate for all others.
    case uncovered(hourOfWeek: Int)
    /// Neither a rate nor periods.
    case empty
    /// More periods than a week has hours.
    case tooManyPeriods(Int)

    /// The field at fault.
    public var field: String {
        switch self {
        case .outOfRange(let field, _): field
        case .overlap(let period, _, _): "periods[\(period)]"
        case .uncovered, .empty, .tooManyPeriods: "periods"
        }
    }

    /// What is wrong, in a sentence without the field.
    public var message: String {
        switch self {
        case .outOfRange(_, let allowed): "is \(allowed)"
        case .overlap(_, let other, let hour): "has a price for \(Self.name(hour)), which periods[\(other)] has too"
        case .uncovered(let hour): "there is no price for \(Self.name(hour)), and no `rate` for the other hours"
        case .empty: "there is neither a `rate` nor a period"
        case .tooManyPeriods(let count): "\(count) periods; at most \(HourOfWeek.count)"
        }
    }

    private static func name(_ hourOfWeek: Int) -> String {
        let days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
        let hour = hourOfWeek % 24
        return "\(days[hourOfWeek / 24 % 7]), \(hour < 10 ? "0" : "")\(hour):00"
    }
}

/// The days of the week on which a price holds.
public enum TariffDays: String, Sendable, CaseIterable {
    case all
    case weekdays
    case weekend
    case saturday
    case sunday

    /// The days, 0 for Monday.
    var numbers: ClosedRange<Int> {
        switch self {
        case .all: 0...6
        case .weekdays: 0...4
        case .weekend: 5...6
        case .saturday: 5...5
        case .sunday: 6...6
        }
    }
}

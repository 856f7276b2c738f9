public import Runtime

/// Why a content cannot become a segment: a mistake of the caller.
public enum SegmentEncodingError: CodedError, Equatable {
    /// A column is not as long as the times of its block.
    case lengthMismatch(metric: String)
    /// A value that is not a number or not finite.
    case valueNotFinite(metric: String)
    /// Times that fall.
    case timesFall(machine: String)
    case tooLarge(what: String, count: Int, countMax: Int)

    /// An upper-case word for each case, all beginning with `SEGMENT_`.
    public var code: String {
        switch self {
        case .lengthMismatch: "SEGMENT_COLUMN_LENGTH"
        case .valueNotFinite: "SEGMENT_VALUE_NOT_FINITE"
        case .timesFall: "SEGMENT_TIMES_FALL"
        case .tooLarge: "SEGMENT_TOO_LARGE"
        }
    }

    /// One sentence; which metric or machine it is stands in `field`.
    public var message: String {
        switch self {
        case .lengthMismatch: "A column has not as many values as its block has times."
        case .valueNotFinite: "A value is not a finite number."
        case .timesFall: "The times of a block fall."
        case .tooLarge(let what, let count, let countMax):
            "The segment would have \(count) \(what); at most \(countMax) are possible."
        }
    }

    /// The metric or the machine at fault; nothing for `tooLarge`.
    public var field: String? {
        switch self {
        case .lengthMismatch(let metric), .valueNotFinite(let metric): metric
        case .timesFall(let machine): machine
        case .tooLarge: nil
        }
    }
}

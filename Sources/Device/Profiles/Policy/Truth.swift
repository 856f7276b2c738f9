/// What is known of a statement, in Kleene's logic: what is not known stays so unless the rest decides.
public enum Truth: Sendable, Equatable, CaseIterable {
    case no
    case unknown
    case yes

    /// What two values say of a comparison.
    public init(_ isTrue: Bool) { self = isTrue ? .yes : .no }

    /// `no` as soon as one is `no`, `yes` only when both are.
    public func and(_ other: Truth) -> Truth {
        if self == .no || other == .no { return .no }
        return self == .yes && other == .yes ? .yes : .unknown
    }

    /// `yes` as soon as one is `yes`, `no` only when both are.
    public func or(_ other: Truth) -> Truth {
        if self == .yes || other == .yes { return .yes }
        return self == .no && other == .no ? .no : .unknown
    }

    /// The opposite; the opposite of what is not known is not known.
    public var negated: Truth {
        switch self {
        case .no: .yes
        case .unknown: .unknown
        case .yes: .no
        }
    }
}

/// What stood at one place of a payload.
struct Capture: Sendable {
    /// What kind of JSON value it was.
    enum Kind: UInt8, Sendable {
        case none
        case number
        case text
        /// A text with escapes, which must be undone before it is compared.
        case escapedText
        case null
        case yes
        case no
        case object
        case list
    }

    var kind = Kind.none
    /// The message that it belongs to, so that nothing has to be cleared between two.
    var stamp: UInt32 = 0
    /// For numbers.
    var number = 0.0
    /// The value's bytes, for texts without the quotes.
    var start = 0
    var end = 0
    /// The key's bytes, for metrics that stand as keys.
    var keyStart = 0
    var keyEnd = 0
}

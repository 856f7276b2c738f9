/// Numbers of fields that somebody may count on from.
enum WireNumber {
    /// Of what is only shown and summed over agents: a hundred thousand of them still fit 63 bits.
    static let amountMax: UInt64 = 1 << 46

    /// A place in a stream; a place after it must fit 63 bits, for the databases of both ends have no more.
    static func place(_ number: UInt64, _ path: String) throws(RoundFrameError) -> UInt64 {
        guard number < UInt64(Int64.max) else { throw .fieldInvalid(path) }
        return number
    }

    /// An amount that a peer says of itself, held to what any can have.
    static func amount(_ number: UInt64) -> UInt64 { min(number, amountMax) }
}

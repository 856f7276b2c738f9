public import Runtime

/// Why the downlink of an answer was not taken; the rest of the answer counts, and the downlink is asked for again.
public enum DownlinkRefusal: CodedError, Equatable {
    /// It does not begin where the agent's copy ends, or skips a record.
    case gap(first: UInt64, expected: UInt64)
    /// Its chain is not the continuation of the agent's at that record.
    case chainBroken(seq: UInt64)

    /// An upper-case word for each case, all beginning with `DOWNLINK_`.
    public var code: String {
        switch self {
        case .gap: "DOWNLINK_GAP"
        case .chainBroken: "DOWNLINK_CHAIN_BROKEN"
        }
    }

    /// One sentence with the numbers that do not fit.
    public var message: String {
        switch self {
        case .gap(let first, let expected): "The downlink has record \(first) where \(expected) is expected."
        case .chainBroken(let seq): "The chain of the downlink does not agree with ours at record \(seq)."
        }
    }
}

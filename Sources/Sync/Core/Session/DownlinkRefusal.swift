public import Runtime

/// Why the downlink of an answer was not taken; the rest of the answer counts, and the downlink is asked for again.
public enum DownlinkRefusal: CodedError, Equatable {
    /// It does not begin where the agent's copy ends, or skips a record.
    case gap(first: UInt64, expected: UInt64)
    /// Its chain is not the continuation of the agent's at that record.
    case chainBroken(seq: UInt64)
    /// It cannot be carried out from that record on, and the quarantine has no room for what cannot be carried out.
    case quarantineFull(seq: UInt64)

    /// An upper-case word for each case, all beginning with `DOWNLINK_`.
    public var code: String {
        switch self {
        case .gap: "DOWNLINK_GAP"
        case .chainBroken: "DOWNLINK_CHAIN_BROKEN"
        case .quarantineFull: "DOWNLINK_QUARANTINE_FULL"
        }
    }

    /// One sentence with the numbers that do not fit.
    public var message: String {
        switch self {
        case .gap(let first, let expected): "The downlink has record \(first) where \(expected) is expected."
        case .chainBroken(let seq): "The chain of the downlink does not agree with ours at record \(seq)."
        case .quarantineFull(let seq):
            "Record \(seq) of the downlink cannot be carried out, and the quarantine is full of such records: it and "
                + "all after it stay at the hub until some are replayed or dropped."
        }
    }
}

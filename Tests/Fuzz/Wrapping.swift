internal import SyncWire

/// Puts an input into the envelope that the decoder expects, so that the fuzzer need not find out how zstd's checksum
/// is computed; an input that already begins like an envelope is taken as it is, so that the envelope is fuzzed too.
enum Wrapping {
    static func frame(_ body: [UInt8], kind: UInt8) -> [UInt8] {
        if body.starts(with: "MWSY".utf8) { return body }
        var frame = Array("MWSY".utf8) + [RoundFrame.version, 0, kind, 0] + number(body.count)
        Zstandard.compress(body, onto: &frame)
        return frame
    }

    /// The first two bytes say how many values the body claims to hold.
    static func segment(_ input: [UInt8]) -> [UInt8] {
        if input.starts(with: "MWSG".utf8) { return input }
        let claimed = input.prefix(2).reduce(0) { $0 << 8 | Int($1) }
        let body = Array(input.dropFirst(2))
        var segment =
            Array("MWSG".utf8) + [SegmentCodec.versions.upperBound, 0, 0, 0] + number(body.count) + number(claimed)
        Zstandard.compress(body, onto: &segment)
        return segment
    }

    private static func number(_ value: Int) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
}

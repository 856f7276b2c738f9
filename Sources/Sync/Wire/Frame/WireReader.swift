/// Steps over the fields of a protobuf message without making anything of them.
struct WireReader {
    struct Field {
        var number: UInt64
        /// The bytes of a length-delimited field.
        var content: ArraySlice<UInt8>?
    }

    private var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) {
        rest = bytes
    }

    /// The next field, nothing at the end; throws for bytes that are no message.
    mutating func nextField() throws(RoundFrameError) -> Field? {
        if rest.isEmpty { return nil }
        let tag = try varint()
        switch tag & 7 {
        case 0:
            _ = try varint()
            return Field(number: tag >> 3, content: nil)
        case 1:
            try skip(8)
            return Field(number: tag >> 3, content: nil)
        case 2:
            let length = try varint()
            guard length <= UInt64(rest.count) else { throw .notAMessage }
            let content = rest.prefix(Int(length))
            rest = rest.dropFirst(Int(length))
            return Field(number: tag >> 3, content: content)
        case 5:
            try skip(4)
            return Field(number: tag >> 3, content: nil)
        default:
            // Groups are not in the schema and would nest without a limit.
            throw .notAMessage
        }
    }

    private mutating func varint() throws(RoundFrameError) -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while let byte = rest.popFirst() {
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return value }
            shift += 7
            if shift > 63 { break }
        }
        throw .notAMessage
    }

    private mutating func skip(_ count: Int) throws(RoundFrameError) {
        guard rest.count >= count else { throw .notAMessage }
        rest = rest.dropFirst(count)
    }
}

extension JSONCursor {
    /// Steps over any value, checking its grammar; `depth` is how many objects and lists are open around it.
    ///
    /// No recursion: what is open is a bit each (1 for an object), so that depth costs no stack.
    mutating func skipValue(depth: Int) throws(ScanFault) {
        var open: UInt64 = 0
        var inner = 0
        while true {
            if try enter(&open, &inner, depth: depth) { continue }
            // A value has ended: close what ends with it, up to the next value.
            while true {
                if inner == 0 { return }
                skipSpace()
                let isObject = open & 1 == 1
                if take(UInt8(ascii: ",")) {
                    skipSpace()
                    if isObject { try key() }
                    break
                }
                guard take(isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) else { throw .notJSON }
                open >>= 1
                inner -= 1
            }
        }
    }

    /// Steps over a scalar, an empty list or an empty object (false), or into a list or an object (true).
    private mutating func enter(_ open: inout UInt64, _ inner: inout Int, depth: Int) throws(ScanFault) -> Bool {
        switch peek {
        case UInt8(ascii: "\""): _ = try text()
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): _ = try number()
        case UInt8(ascii: "t"): try word("true")
        case UInt8(ascii: "f"): try word("false")
        case UInt8(ascii: "n"): try word("null")
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            let isObject = take(UInt8(ascii: "{"))
            if !isObject { position += 1 }
            guard depth + inner < depthMax else { throw .tooDeep }
            skipSpace()
            if take(isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) { return false }
            open = open << 1 | (isObject ? 1 : 0)
            inner += 1
            if isObject { try key() }
            return true
        default: throw .notJSON
        }
        return false
    }

    private mutating func key() throws(ScanFault) {
        _ = try text()
        skipSpace()
        guard take(UInt8(ascii: ":")) else { throw .notJSON }
        skipSpace()
    }
}

/// Walks one JSON object once, left to right, and notes what stands at the places of a shape.
///
/// All of RFC 8259's grammar is checked, also where nothing is noted; inside texts any byte from 0x20 on is taken, so
/// broken UTF-8 harms nobody in a text that nobody reads. A key that is noted may stand once in its object; a key with
/// escapes is never one of ours. Nothing is allocated and nothing can trap: each byte is read behind a bounds check.
struct PayloadScanner {
    var cursor: JSONCursor
    let shape: PayloadShape
    let captures: UnsafeMutableBufferPointer<Capture>
    let stamp: UInt32
    /// How many captures are for metrics that stand as keys; they lie behind those of the shape.
    private(set) var metrics = 0

    init(
        _ bytes: UnsafeRawBufferPointer, shape: PayloadShape, captures: UnsafeMutableBufferPointer<Capture>,
        stamp: UInt32, depthMax: Int
    ) {
        cursor = JSONCursor(bytes, depthMax: depthMax)
        self.shape = shape
        self.captures = captures
        self.stamp = stamp
    }

    /// Scans the whole payload.
    mutating func scan() throws(ScanFault) {
        cursor.skipSpace()
        try object(node: 0, depth: 1)
        cursor.skipSpace()
        guard cursor.atEnd else { throw .notJSON }
    }

    private mutating func object(node: Int, depth: Int) throws(ScanFault) {
        guard depth <= cursor.depthMax else { throw .tooDeep }
        guard cursor.take(UInt8(ascii: "{")) else { throw .notJSON }
        cursor.skipSpace()
        if cursor.take(UInt8(ascii: "}")) { return }
        while true {
            try member(node: node, depth: depth)
            cursor.skipSpace()
            if cursor.take(UInt8(ascii: ",")) {
                cursor.skipSpace()
                continue
            }
            guard cursor.take(UInt8(ascii: "}")) else { throw .notJSON }
            return
        }
    }

    @inline(__always)
    private mutating func member(node: Int, depth: Int) throws(ScanFault) {
        let (keyStart, keyEnd, _) = try cursor.text()
        cursor.skipSpace()
        guard cursor.take(UInt8(ascii: ":")) else { throw .notJSON }
        cursor.skipSpace()
        let key = cursor.slice(keyStart, keyEnd)
        let head = cursor.head(keyStart, keyEnd)
        for index in shape.nodes[node].first..<shape.nodes[node].end
        where shape.entries[index].key.matches(key, head: head) {
            switch shape.entries[index].target {
            case .capture(let number): return try note(number, depth: depth)
            case .object(let inner):
                if cursor.peek == UInt8(ascii: "{") { return try object(node: inner, depth: depth + 1) }
                return try cursor.skipValue(depth: depth)
            }
        }
        guard shape.takesMetrics, node == 0 else { return try cursor.skipValue(depth: depth) }
        let number = shape.captures + metrics
        guard number < captures.count else { throw .tooManyMetrics }
        metrics += 1
        captures[number].stamp = 0
        captures[number].keyStart = keyStart
        captures[number].keyEnd = keyEnd
        try note(number, depth: depth)
    }

    @inline(__always)
    private mutating func note(_ number: Int, depth: Int) throws(ScanFault) {
        guard captures[number].stamp != stamp else { throw .duplicateKey }
        captures[number].stamp = stamp
        let start = cursor.position
        switch cursor.peek {
        case UInt8(ascii: "\""):
            let (first, end, hasEscapes) = try cursor.text()
            captures[number].kind = hasEscapes ? .escapedText : .text
            captures[number].start = first
            captures[number].end = end
            return
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            captures[number].number = try cursor.number()
            captures[number].kind = .number
        case UInt8(ascii: "t"): captures[number].kind = .yes; try cursor.word("true")
        case UInt8(ascii: "f"): captures[number].kind = .no; try cursor.word("false")
        case UInt8(ascii: "n"): captures[number].kind = .null; try cursor.word("null")
        case UInt8(ascii: "{"): captures[number].kind = .object; try cursor.skipValue(depth: depth)
        case UInt8(ascii: "["): captures[number].kind = .list; try cursor.skipValue(depth: depth)
        default: throw .notJSON
        }
        captures[number].start = start
        captures[number].end = cursor.position
    }
}

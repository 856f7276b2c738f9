internal import Runtime
internal import Telemetry

/// Parameters in PostgreSQL's binary form, one behind the other in one piece of memory.
struct ParameterBuffer {
    private(set) var bytes: [UInt8] = []
    /// Where each begins; nothing for null.
    private(set) var offsets: [Int?] = []
    private(set) var lengths: [Int32] = []
    private(set) var types: [UInt32] = []

    init(_ values: [any PostgresEncodable]) {
        for value in values { append(value.postgresValue) }
    }

    private mutating func append(_ value: PostgresValue) {
        types.append(value.type)
        if case .null = value {
            offsets.append(nil)
            lengths.append(0)
            return
        }
        let start = bytes.count
        encode(value)
        // libpq asks for a pointer even for an empty value; one spare byte keeps it inside the memory.
        if bytes.count == start {
            bytes.append(0); lengths.append(0)
        } else {
            lengths.append(Int32(bytes.count - start))
        }
        offsets.append(start)
    }

    private mutating func encode(_ value: PostgresValue) {
        switch value {
        case .null: break
        case .text(let text): bytes.append(text: text)
        case .int2(let number): bytes.append(bigEndian: number)
        case .int4(let number): bytes.append(bigEndian: number)
        case .int8(let number): bytes.append(bigEndian: number)
        case .float8(let number): bytes.append(bigEndian: number.bitPattern)
        case .bool(let flag): bytes.append(flag ? 1 : 0)
        case .bytea(let content): bytes.append(contentsOf: content)
        case .uuid(let id): bytes.append(id)
        case .timestamp(let time): bytes.append(time)
        case .json(let text): bytes.append(json: text)
        default: encodeArray(value)
        }
    }

    private mutating func encodeArray(_ value: PostgresValue) {
        switch value {
        case .textArray(let all):
            array(of: PostgresType.text, all, width: 16) { $0.append(text: $1) }
        case .int1Array(let all): numbers(of: PostgresType.char, all)
        case .int2Array(let all): numbers(of: PostgresType.int2, all)
        case .int4Array(let all): numbers(of: PostgresType.int4, all)
        case .int8Array(let all): numbers(of: PostgresType.int8, all)
        case .float8Array(let all): numbers(of: PostgresType.float8, all.map { Int64(bitPattern: $0.bitPattern) })
        case .optionalFloat8Array(let all):
            array(of: PostgresType.float8, all, width: 8) { $0.append(bigEndian: $1.bitPattern) }
        case .boolArray(let all): array(of: PostgresType.bool, all, width: 1) { $0.append($1 ? 1 : 0) }
        case .uuidArray(let all): array(of: PostgresType.uuid, all, width: 16) { $0.append($1) }
        case .optionalUUIDArray(let all): array(of: PostgresType.uuid, all, width: 16) { $0.append($1) }
        case .timestampArray(let all): array(of: PostgresType.timestamptz, all, width: 8) { $0.append($1) }
        case .byteaArray(let all): array(of: PostgresType.bytea, all, width: 64) { $0.append(contentsOf: $1) }
        case .jsonArray(let all): array(of: PostgresType.jsonb, all, width: 64) { $0.append(json: $1) }
        default: break
        }
    }

    /// Each element has a length before it, -1 for null.
    private mutating func array<Element>(
        of type: UInt32, _ elements: [Element?], width: Int, _ encode: (inout [UInt8], Element) -> Void
    ) {
        header(of: type, count: elements.count, hasNulls: elements.contains { $0 == nil })
        bytes.reserveCapacity(bytes.count + elements.count * (width + 4))
        for element in elements {
            guard let element else {
                bytes.append(bigEndian: Int32(-1))
                continue
            }
            let start = bytes.count
            bytes.append(bigEndian: Int32(0))
            encode(&bytes, element)
            let length = UInt32(bytes.count - start - 4)
            for index in 0..<4 { bytes[start + index] = UInt8(truncatingIfNeeded: length >> UInt32(24 - 8 * index)) }
        }
    }

    /// The hot one: chunks of readings are arrays of numbers.
    private mutating func numbers<Number: FixedWidthInteger>(of type: UInt32, _ elements: [Number]) {
        header(of: type, count: elements.count, hasNulls: false)
        let width = MemoryLayout<Number>.size
        let stride = width + 4
        let added = [UInt8](unsafeUninitializedCapacity: elements.count * stride) { buffer, count in
            let base = UnsafeMutableRawBufferPointer(buffer)
            let length = Int32(width).bigEndian
            for (index, element) in elements.enumerated() {
                base.storeBytes(of: length, toByteOffset: index * stride, as: Int32.self)
                base.storeBytes(of: element.bigEndian, toByteOffset: index * stride + 4, as: Number.self)
            }
            count = elements.count * stride
        }
        bytes.append(contentsOf: added)
    }

    private mutating func header(of type: UInt32, count: Int, hasNulls: Bool) {
        bytes.append(bigEndian: Int32(count == 0 ? 0 : 1))
        bytes.append(bigEndian: Int32(hasNulls ? 1 : 0))
        bytes.append(bigEndian: type)
        guard count > 0 else { return }
        bytes.append(bigEndian: Int32(count))
        bytes.append(bigEndian: Int32(1))
    }
}

extension [UInt8] {
    fileprivate mutating func append(bigEndian number: some FixedWidthInteger) {
        Swift.withUnsafeBytes(of: number.bigEndian) { append(contentsOf: $0) }
    }

    fileprivate mutating func append(_ id: UniqueID) {
        append(bigEndian: id.high)
        append(bigEndian: id.low)
    }

    /// Held to the range of timestamptz (4713 BC to 294276 AD), because a time that a peer sent must not fail a round.
    fileprivate mutating func append(_ time: Timestamp) {
        let sinceEpoch = time.microseconds.subtractingSaturating(PostgresType.epoch)
        append(bigEndian: Swift.min(9_223_371_331_199_999_999, Swift.max(-211_813_488_000_000_000, sinceEpoch)))
    }

    /// Without the character NUL, which PostgreSQL's texts cannot hold.
    fileprivate mutating func append(text: String) {
        if text.utf8.contains(0) {
            append(contentsOf: text.utf8.filter { $0 != 0 })
        } else {
            append(contentsOf: text.utf8)
        }
    }

    /// jsonb's binary form is its version, 1, and the text.
    fileprivate mutating func append(json text: String) {
        append(1)
        append(contentsOf: text.utf8)
    }
}

extension ParameterBuffer {
    /// Lends the arrays that libpq takes: values, lengths, formats (all binary) and their count.
    func withPointers<Result>(
        _ body: (
            UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int32>?, UnsafePointer<Int32>?, Int32
        ) -> Result
    ) -> Result {
        let formats = [Int32](repeating: 1, count: offsets.count)
        return bytes.withUnsafeBufferPointer { buffer in
            let base = UnsafeRawPointer(buffer.baseAddress)
            let values = offsets.map { offset in
                offset.flatMap { base?.advanced(by: $0).assumingMemoryBound(to: CChar.self) }
            }
            return body(values, lengths, formats, Int32(offsets.count))
        }
    }
}

import Runtime
import SyncWire
import Testing

/// Whatever the bytes are, decoding returns or throws.
@Suite struct SegmentHostileTests {
    @Test func aSegmentThatEndsAnywhereIsRefused() throws {
        let bytes = try SegmentCodec.encode(try SegmentSamples.plant(machines: 2, rows: 40))
        for length in bytes.indices {
            #expect(throws: SegmentDecodingError.truncated) { try SegmentCodec.decode(Array(bytes[..<length])) }
        }
    }

    @Test func damageAnywhereIsFound() throws {
        let bytes = try SegmentCodec.encode(try SegmentSamples.plant(machines: 2, rows: 40))
        var random = SeededRandom(seed: 11)
        for _ in 0..<2_000 {
            var damaged = bytes
            damaged[random.below(damaged.count)] ^= UInt8(1 + random.below(255))
            #expect(throws: SegmentDecodingError.self) { try SegmentCodec.decode(damaged) }
        }
    }

    /// Damage under a checksum that is right, as a forger would make it.
    @Test func forgedBodiesNeverTrap() throws {
        var refused = 0
        for seed in UInt64(1)...3_000 {
            var random = SeededRandom(seed: seed)
            let bytes = try SegmentCodec.encode(try SegmentSamples.random(&random))
            var body = try Self.body(bytes)
            for _ in 0..<1 + random.below(4) where !body.isEmpty {
                switch random.below(3) {
                case 0: body[random.below(body.count)] = UInt8(random.below(256))
                case 1: body.remove(at: random.below(body.count))
                default: body.insert(UInt8(random.below(256)), at: random.below(body.count))
                }
            }
            let forged = Self.segment(body, values: Self.number(bytes, 12), version: bytes[4])
            do { _ = try SegmentCodec.decode(forged) } catch { refused += 1 }
        }
        #expect(refused > 200)
    }

    @Test func sizesBeyondTheLimitsAreRefusedBeforeAnythingIsAllocated() throws {
        let bytes = try SegmentCodec.encode(try SegmentSamples.plant(machines: 4, rows: 40))
        #expect(throws: SegmentDecodingError.tooLarge(what: "bytes", count: bytes.count, countMax: 10)) {
            try SegmentCodec.decode(bytes, limits: SegmentLimits(bytesMax: 10))
        }
        #expect(throws: SegmentDecodingError.tooLarge(what: "values", count: 640, countMax: 100)) {
            try SegmentCodec.decode(bytes, limits: SegmentLimits(valuesMax: 100))
        }
        #expect(throws: SegmentDecodingError.tooLarge(what: "blocks", count: 4, countMax: 3)) {
            try SegmentCodec.decode(bytes, limits: SegmentLimits(blocksMax: 3))
        }
        let bomb = Self.segment([UInt8](repeating: 0, count: 100 << 20), values: 1)
        #expect(
            throws: SegmentDecodingError.tooLarge(
                what: "bytes when expanded", count: 100 << 20, countMax: 64 << 20)
        ) { try SegmentCodec.decode(bomb) }
        var lying = bomb
        lying.replaceSubrange(8..<12, with: [16, 0, 0, 0])
        #expect(throws: SegmentDecodingError.lengthMismatch) { try SegmentCodec.decode(lying) }
    }

    @Test func otherBytesAreNoSegments() throws {
        #expect(throws: SegmentDecodingError.badMagic) { try SegmentCodec.decode(Array("GET / HTTP/1.1\r\n".utf8)) }
        #expect(throws: SegmentDecodingError.truncated) { try SegmentCodec.decode([]) }
        // What version 2 added is none of version 1's.
        var claimsToBeOld = try SegmentCodec.encode(try SegmentSamples.slips())
        claimsToBeOld[4] = 1
        #expect(throws: SegmentDecodingError.self) { try SegmentCodec.decode(claimsToBeOld) }
        let later = Array("MWSG".utf8) + [9] + [UInt8](repeating: 0, count: 20)
        #expect(throws: SegmentDecodingError.versionUnsupported(9)) { try SegmentCodec.decode(later) }
    }

    private static func body(_ segment: [UInt8]) throws -> [UInt8] {
        try Zstandard.decompress(segment[16...], length: number(segment, 8))
    }

    private static func segment(_ body: [UInt8], values: Int, version: UInt8 = 1) -> [UInt8] {
        var bytes = Array("MWSG".utf8) + [version, 0, 0, 0]
        for number in [body.count, values] { bytes += (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) } }
        Zstandard.compress(body, onto: &bytes)
        return bytes
    }

    private static func number(_ bytes: [UInt8], _ offset: Int) -> Int {
        (offset..<offset + 4).reversed().reduce(0) { $0 << 8 | Int(bytes[$1]) }
    }
}

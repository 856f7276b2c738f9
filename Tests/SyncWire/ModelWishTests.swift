import SyncWire
import Testing

@Suite("Which model a machine is to run")
struct ModelWishTests {
    private static let digest = Digest(of: [1, 2, 3])

    @Test("a wish is the value of its field")
    func roundTrip() throws {
        let wish = ModelWish(version: 3, digest: Self.digest, bytes: 63_000)
        #expect(ModelWish(wish.value) == wish)
        #expect(Digest(hexadecimal: Self.digest.description) == Self.digest)
    }

    @Test(
        "values that say no wish are none",
        arguments: [
            .null, .text("x"), .object([:]),
            .object(["version": .number(0), "digest": .text(digest.description), "bytes": .number(1)]),
            .object(["version": .number(1.5), "digest": .text(digest.description), "bytes": .number(1)]),
            .object(["version": .number(1), "digest": .text("abc"), "bytes": .number(1)]),
            .object(["version": .number(1), "digest": .text(digest.description), "bytes": .number(0)]),
            .object(["version": .number(1), "digest": .text(digest.description), "bytes": .number(524_289)]),
            .object(["version": .number(1), "digest": .text(digest.description), "bytes": .number(1e300)]),
        ] as [FieldValue])
    func invalid(_ value: FieldValue) {
        #expect(ModelWish(value) == nil)
    }

    @Test(
        "pieces follow each other up to the end",
        arguments: [
            (offset: 0, bytes: 1, piece: 0..<1), (offset: 0, bytes: 16_384, piece: 0..<16_384),
            (offset: 0, bytes: 16_385, piece: 0..<16_384), (offset: 16_384, bytes: 16_385, piece: 16_384..<16_385),
            (offset: 7, bytes: 524_288, piece: 7..<16_391), (offset: 1, bytes: 1, piece: nil),
            (offset: -1, bytes: 1, piece: nil), (offset: 0, bytes: 0, piece: nil),
            (offset: .max, bytes: 10, piece: nil), (offset: 0, bytes: 524_289, piece: nil),
        ] as [(Int, Int, Range<Int>?)])
    func pieces(offset: Int, bytes: Int, piece: Range<Int>?) {
        #expect(ModelWish.piece(at: offset, of: bytes) == piece)
    }

    @Test("digits that are no digest", arguments: ["", "00", String(repeating: "g", count: 64), "é"])
    func digits(_ text: String) { #expect(Digest(hexadecimal: text) == nil) }
}
